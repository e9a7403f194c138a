package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.StatementForm;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One script sent to the engine; jobs end where the recorder waited for them. */
final class Replay {
    private final Engine engine;
    private final Script script;
    private final Jobs jobs;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<RecordedDefinition> definitions = new ArrayList<>();
    private final Map<String, Finished> finished = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY.withDatabase(Database.of("t"));
    private Session session = new Session("t");

    private Replay(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
        this.jobs = new Jobs(script.steps(), table -> ShowCreate.render(recording.profile(), table));
    }

    static List<Verdict> of(Recording recording, Script script) {
        Replay replay = new Replay(recording, script);
        replay.run();
        replay.judgeHistory();
        return replay.verdicts;
    }

    static List<RecordedDefinition> definitions(Recording recording, Script script) {
        Replay replay = new Replay(recording, script);
        replay.run();
        return replay.definitions;
    }

    private void run() {
        for (int i = 0; i < script.steps().size(); i++) {
            step(i, script.steps().get(i));
        }
    }

    private void step(int number, Script.Step step) {
        if (step.isWait()) {
            finish(number, step.waitsFor());
            return;
        }
        if (Families.listsActive(step.sql())) {
            verdicts.addAll(new ViewAnswers(catalog, script, number, step).active());
        }
        if (!Families.known(step.sql())) {
            return;
        }
        boolean ofView = Families.changesView(step.sql()) || isAboutView(step);
        Answer answer = answer(step.sql());
        if (step.accepted()) {
            accepted(number, step, answer, ofView);
        } else if ((ofView && !Families.showsAny(step.sql())) || Families.changes(step.sql())) {
            refused(number, step, answer, ofView);
        }
    }

    /** ALTER TABLE and the like of a view. */
    private boolean isAboutView(Script.Step step) {
        try {
            return changed(Sql.parse(step.sql())).filter(this::isView).isPresent();
        } catch (SqlSyntaxException refused) {
            return false;
        }
    }

    private boolean isView(QualifiedName name) {
        String database = name.qualifier().map(Object::toString).orElse(session.database());
        String object = name.lastPart().text();
        return database != null
                && catalog.database(database)
                        .filter(found -> found.view(object).isPresent()
                                || found.materializedView(object).isPresent())
                        .isPresent();
    }

    /** The engine's result for a statement. */
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
            StatementResult applied = engine.apply(catalog, session, statement);
            take(applied);
            return new Answer(Optional.of(statement), 0, "");
        } catch (Refusal refusal) {
            return new Answer(Optional.of(statement), refusal.errno(), Objects.toString(refusal.getMessage()));
        }
    }

    /**
     * What a job leaves when it is done.
     *
     * @param views that are inactive then and were active before
     */
    private record Finished(Table table, List<MaterializedView> views) {}

    private void take(StatementResult applied) {
        boolean job = applied.cost() == ChangeCost.REWRITE_JOB
                || applied.cost() == ChangeCost.ROLLUP_JOB
                || applied.cost() == ChangeCost.OPTIMIZE_JOB
                || applied.cost() == ChangeCost.HIDDEN_JOB;
        session = applied.session();
        Optional<Table> before = job ? altered(applied.catalog()) : Optional.empty();
        if (before.isEmpty()) {
            catalog = applied.catalog();
            return;
        }
        String name = before.get().name();
        Database after = applied.catalog().databases().values().iterator().next();
        for (Database each : applied.catalog().databases().values()) {
            if (!each.equals(catalog.database(each.name()).orElse(null))
                    && each.tables().contains(name)) {
                after = each;
            }
        }
        List<MaterializedView> later = new ArrayList<>();
        for (MaterializedView view : after.materializedViews().values()) {
            if (Objects.toString(view.inactiveReason(), "").contains(" schema changed ")) {
                later.add(view);
            }
        }
        finished.put(name, new Finished(after.table(name).orElseThrow(), later));
        Database now = after.withTable(busy(before.get(), applied.cost()));
        for (MaterializedView view : later) {
            now = now.withMaterializedView(catalog.database(after.name())
                    .flatMap(database -> database.materializedView(view.name()))
                    .orElseThrow());
        }
        catalog = applied.catalog().withDatabase(now);
    }

    /** The table, as it was, that is another one in a catalog. */
    private Optional<Table> altered(Catalog after) {
        for (Database database : after.databases().values()) {
            for (Table table : database.tables().values()) {
                Optional<Table> before = catalog.table(database.name(), table.name());
                if (before.isPresent() && !before.get().equals(table)) {
                    return before;
                }
            }
        }
        return Optional.empty();
    }

    private static Table busy(Table table, ChangeCost cost) {
        return table.withState(
                switch (cost) {
                    case ROLLUP_JOB -> TableState.ROLLUP;
                    case OPTIMIZE_JOB -> TableState.OPTIMIZE;
                    default -> TableState.SCHEMA_CHANGE;
                });
    }

    private void finish(int number, String name) {
        Finished after = finished.get(name);
        for (Database database : catalog.databases().values()) {
            Optional<Table> before = database.tables().get(name);
            if (after == null || before.isEmpty() || !jobs.ended(number, before.get(), after.table())) {
                continue;
            }
            finished.remove(name);
            if (before.get().state() != TableState.NORMAL) {
                Database done = database.withTable(after.table());
                for (MaterializedView view : after.views()) {
                    done = done.materializedView(view.name()).isPresent() ? done.withMaterializedView(view) : done;
                }
                catalog = catalog.withDatabase(done);
            }
        }
    }

    private void accepted(int number, Script.Step step, Answer answer, boolean ofView) {
        if (Families.showsAny(step.sql())) {
            answer.statement().ifPresent(show -> hold(number, step, ((Statement.Show) show).object()));
        }
        if (answersView(step)) {
            judgeShownView(number, step, answer);
            return;
        }
        if (Families.listsColumns(step.sql())) {
            answer.statement()
                    .map(statement -> ((Statement.Show) statement).object())
                    .filter(this::isView)
                    .ifPresent(name -> verdicts.addAll(
                            new ViewAnswers(catalog, script, number, step).columns(name, session.database())));
        }
        boolean parsed =
                answer.statement().isPresent() && !(answer.statement().get() instanceof Statement.OpaqueStatement);
        compareAnswers(number, step, Check.PARSED, parsed, "parsed", answer.words());
        if (ofView) {
            compareAnswers(number, step, Check.VIEW_ACCEPTED, answer.accepted(), "accepted", answer.words());
        } else if (Families.changes(step.sql())) {
            compareAnswers(number, step, Check.ACCEPTED, answer.accepted(), "accepted", answer.words());
        }
        if (Families.showsTable(step.sql())) {
            judgeShow(number, step, answer);
        }
    }

    private void hold(int number, Script.Step step, QualifiedName name) {
        definitions.add(new RecordedDefinition(
                script.id() + "#" + number,
                catalog,
                ObjectName.of(name, session),
                step.rows().get(0).get(1)));
    }

    private void judgeShownView(int number, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .flatMap(show -> shownView((Statement.Show) show))
                .orElse("(no such view)");
        boolean same = shown.equals(recorded) || new PrintedQueries(engine.profile(), catalog).same(recorded, shown);
        compareAnswers(number, step, Check.VIEW_SHOWN, same, recorded, shown);
    }

    private Optional<String> shownView(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.database());
        String name = show.object().lastPart().text();
        Optional<Database> found = catalog.database(database);
        Optional<String> view = found.flatMap(each -> each.view(name)).map(ShowCreate::render);
        return view.isPresent()
                ? view
                : found.flatMap(each -> each.materializedView(name))
                        .map(each -> ShowCreate.render(engine.profile(), each));
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
        return Families.showsAny(step.sql())
                && step.rows() != null
                && !step.rows().isEmpty()
                && !step.rows().get(0).get(1).startsWith("CREATE TABLE")
                && !step.rows().get(0).get(1).startsWith("CREATE TEMPORARY TABLE");
    }

    private void judgeShow(int number, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        compareAnswers(
                number, step, Check.TEXT, writtenBack(recorded).equals(recorded), recorded, writtenBack(recorded));
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .map(Statement.Show.class::cast)
                .flatMap(this::shown)
                .orElse("(no such table)");
        boolean same = Texts.comparable(shown).equals(Texts.comparable(recorded));
        compareAnswers(number, step, Check.SHOWN, same, recorded, shown);
    }

    private Optional<String> shown(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.database());
        return catalog.table(database, show.object().lastPart().text())
                .map(table -> ShowCreate.render(engine.profile(), table));
    }

    private static String writtenBack(String recorded) {
        try {
            return Sql.render(Sql.parseShown(recorded), StatementForm.SHOWN) + ";";
        } catch (SqlSyntaxException failure) {
            return "syntax: " + failure.getMessage();
        }
    }

    private void refused(int number, Script.Step step, Answer answer, boolean ofView) {
        compareAnswers(number, step, of(Check.REFUSED, ofView), !answer.accepted(), step.error(), "accepted");
        if (answer.accepted()) {
            return;
        }
        boolean same = answer.errno() == step.errno();
        String errno = step.errno() + " " + step.error();
        String actual = answer.errno() + " " + answer.words();
        compareAnswers(number, step, of(Check.ERRNO, ofView), same, errno, actual);
        if (step.errno() != 1064) {
            compareAnswers(number, step, of(Check.SPECIAL_ERRNO, ofView), same, errno, actual);
        }
    }

    private static Check of(Check check, boolean ofView) {
        return ofView ? check.ofViews() : check;
    }

    private void compareAnswers(
            int number, Script.Step step, Check check, boolean good, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), number, step.sql(), check, good, expected, actual));
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
