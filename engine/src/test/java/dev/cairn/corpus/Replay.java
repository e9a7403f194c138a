package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.corpus.Verdict.Check;
import dev.cairn.engine.Applied;
import dev.cairn.engine.Cost;
import dev.cairn.engine.Engine;
import dev.cairn.engine.Session;
import dev.cairn.engine.ShowCreate;
import dev.cairn.sql.Form;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.SqlSyntaxException;
import dev.cairn.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One script sent to the engine; jobs end where the recorder waited for them. */
final class Replay {
    private final Engine engine;
    private final Script script;
    private final Jobs jobs;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Set<String> views = new HashSet<>();
    private final Map<String, Table> finished = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY.with(Database.of("t"));
    private Session session = new Session("t");

    private Replay(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
        this.jobs = new Jobs(script.steps(), table -> ShowCreate.text(recording.profile(), table));
    }

    static List<Verdict> of(Recording recording, Script script) {
        Replay replay = new Replay(recording, script);
        for (int i = 0; i < script.steps().size(); i++) {
            replay.step(i, script.steps().get(i));
        }
        replay.judgeHistory();
        return replay.verdicts;
    }

    private void step(int number, Script.Step step) {
        if (step.isWait()) {
            finish(number, step.waitsFor());
            return;
        }
        String view = Families.viewIn(step.sql());
        if (!view.isEmpty()) {
            views.add(view);
            return;
        }
        if (!Families.known(step.sql())) {
            return;
        }
        Answer answer = answer(step.sql());
        if (step.accepted()) {
            accepted(number, step, answer);
        } else if (Families.changes(step.sql())) {
            refused(number, step, answer);
        }
    }

    /** What the engine made of a statement. */
    private record Answer(Optional<Statement> statement, int errno, String words) {
        boolean accepted() {
            return errno == 0;
        }
    }

    private Answer answer(String sql) {
        Statement statement;
        try {
            statement = Sql.parse(sql);
        } catch (SqlSyntaxException failure) {
            return new Answer(Optional.empty(), 1064, "syntax: " + failure.problem());
        }
        try {
            Applied applied = engine.apply(catalog, session, statement);
            take(applied, statement);
            return new Answer(Optional.of(statement), 0, "");
        } catch (Refusal refusal) {
            return new Answer(Optional.of(statement), refusal.errno(), Objects.toString(refusal.getMessage()));
        }
    }

    private void take(Applied applied, Statement statement) {
        boolean job = applied.cost() == Cost.COLUMN_JOB
                || applied.cost() == Cost.ROLLUP_JOB
                || applied.cost() == Cost.OPTIMIZE_JOB
                || applied.cost() == Cost.HIDDEN_JOB;
        Optional<QualifiedName> table = changed(statement);
        if (!job || table.isEmpty()) {
            catalog = applied.catalog();
            session = applied.session();
            return;
        }
        String database = table.get().qualifier().map(Object::toString).orElse(session.database());
        String name = table.get().last().text();
        Table after = applied.catalog().table(database, name).orElseThrow();
        Table before = catalog.table(database, name).orElseThrow();
        finished.put(name, after);
        catalog = catalog.with(catalog.database(database).orElseThrow().with(busy(before, applied.cost())));
    }

    private static Table busy(Table table, Cost cost) {
        return table.in(
                switch (cost) {
                    case ROLLUP_JOB -> TableState.ROLLUP;
                    case OPTIMIZE_JOB -> TableState.OPTIMIZE;
                    default -> TableState.SCHEMA_CHANGE;
                });
    }

    private void finish(int number, String name) {
        Table after = finished.get(name);
        for (Database database : catalog.databases().values()) {
            Optional<Table> before = database.tables().get(name);
            if (after == null || before.isEmpty() || !jobs.ended(number, before.get(), after)) {
                continue;
            }
            finished.remove(name);
            if (before.get().state() != TableState.NORMAL) {
                catalog = catalog.with(database.with(after));
            }
        }
    }

    private void accepted(int number, Script.Step step, Answer answer) {
        if (aboutView(step, answer)) {
            return;
        }
        boolean parsed = answer.statement().isPresent()
                && !(answer.statement().get() instanceof Statement.Opaque);
        judge(number, step, Check.PARSED, parsed, "parsed", answer.words());
        if (Families.changes(step.sql())) {
            judge(number, step, Check.ACCEPTED, answer.accepted(), "accepted", answer.words());
        }
        if (Families.showsTable(step.sql())) {
            judgeShow(number, step, answer);
        }
    }

    private boolean aboutView(Script.Step step, Answer answer) {
        return answersView(step)
                || answer.statement()
                        .flatMap(Replay::changed)
                        .filter(name -> views.contains(name.last().text()))
                        .isPresent();
    }

    /** The table that a statement changes. */
    private static Optional<QualifiedName> changed(Statement statement) {
        if (statement instanceof Statement.AlterTable alter) {
            return Optional.of(alter.table());
        }
        if (statement instanceof Statement.CreateIndex create) {
            return Optional.of(create.table());
        }
        if (statement instanceof Statement.DropIndex drop) {
            return Optional.of(drop.table());
        }
        if (statement instanceof Statement.DropTable drop) {
            return Optional.of(drop.table());
        }
        return Optional.empty();
    }

    private static boolean answersView(Script.Step step) {
        return Families.showsTable(step.sql())
                && step.rows() != null
                && !step.rows().isEmpty()
                && !step.rows().get(0).get(1).startsWith("CREATE TABLE")
                && !step.rows().get(0).get(1).startsWith("CREATE TEMPORARY TABLE");
    }

    private void judgeShow(int number, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        judge(number, step, Check.TEXT, writtenBack(recorded).equals(recorded), recorded, writtenBack(recorded));
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .map(Statement.Show.class::cast)
                .flatMap(this::shown)
                .orElse("(no such table)");
        boolean same = Texts.comparable(shown).equals(Texts.comparable(recorded));
        judge(number, step, Check.SHOWN, same, recorded, shown);
    }

    private Optional<String> shown(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.database());
        return catalog.table(database, show.object().last().text())
                .map(table -> ShowCreate.text(engine.profile(), table));
    }

    private static String writtenBack(String recorded) {
        try {
            return Sql.render(Sql.parseShown(recorded), Form.SHOWN) + ";";
        } catch (SqlSyntaxException failure) {
            return "syntax: " + failure.getMessage();
        }
    }

    private void refused(int number, Script.Step step, Answer answer) {
        if (aboutView(step, answer)) {
            return;
        }
        judge(number, step, Check.REFUSED, !answer.accepted(), step.error(), "accepted");
        if (answer.accepted()) {
            return;
        }
        boolean same = answer.errno() == step.errno();
        String errno = step.errno() + " " + step.error();
        judge(number, step, Check.ERRNO, same, errno, answer.errno() + " " + answer.words());
        if (step.errno() != 1064) {
            judge(number, step, Check.SPECIAL_ERRNO, same, errno, answer.errno() + " " + answer.words());
        }
        if (!step.error().startsWith("Getting syntax error")) {
            boolean words = Texts.words(step.error()).equals(Texts.words(answer.words()));
            judge(number, step, Check.WORDS, words, step.error(), answer.words());
        }
    }

    private void judge(int number, Script.Step step, Check check, boolean good, String expected, String actual) {
        verdicts.add(
                new Verdict(script.id(), script.area(), number, step.sql(), check, good, expected, actual));
    }

    private void judgeHistory() {
        if (!script.area().equals("history")) {
            return;
        }
        verdicts.stream()
                .filter(verdict -> verdict.check() == Check.SHOWN)
                .reduce((first, second) -> second)
                .ifPresent(last -> verdicts.add(new Verdict(
                        last.script(),
                        last.area(),
                        last.step(),
                        last.sql(),
                        Check.HISTORY,
                        last.good(),
                        last.expected(),
                        last.actual())));
    }
}
