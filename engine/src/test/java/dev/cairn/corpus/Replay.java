package dev.cairn.corpus;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.ClusterObjects;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.Role;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.TableState;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.context.Session;
import dev.cairn.engine.context.StatementResult;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.refusal.Refusal;
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
    private final JobWaits jobs;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<RecordedDefinition> definitions = new ArrayList<>();
    private final Map<String, Finished> finished = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY
            .withRole(Role.of(Catalog.ROOT_ROLE, ""))
            .withClusterObjects(ClusterObjects.NONE)
            .withDatabase(Database.of("t"));
    private Session session = new Session("t");

    private Replay(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
        this.jobs = new JobWaits(script.steps(), table -> ShowCreate.render(recording.profile(), table));
    }

    static List<Verdict> ofViewsIf(Recording recording, Script script) {
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
            runStep(i, script.steps().get(i));
        }
    }

    private void runStep(int number, Script.Step step) {
        if (step.isWait()) {
            finishJob(number, step.awaitedTable());
            return;
        }
        if (StatementFamilies.listsActive(step.sql())) {
            verdicts.addAll(new ViewAnswers(catalog, script, number, step).judgeActivity());
        }
        if (!StatementFamilies.isKnown(step.sql())) {
            return;
        }
        boolean isOfView = StatementFamilies.changesView(step.sql()) || isAboutView(step);
        Answer answer = answer(step.sql());
        if (step.isAccepted()) {
            judgeAccepted(number, step, answer, isOfView);
        } else if ((isOfView && !StatementFamilies.showsAny(step.sql())) || StatementFamilies.isChange(step.sql())) {
            judgeRefused(number, step, answer, isOfView);
        }
    }

    /** ALTER TABLE and the like of a view. */
    private boolean isAboutView(Script.Step step) {
        try {
            return findChangedTable(Sql.parse(step.sql())).filter(this::isView).isPresent();
        } catch (SqlSyntaxException ignored) {
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
            acceptResult(applied);
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

    private void acceptResult(StatementResult applied) {
        boolean isJob = applied.cost() == ChangeCost.REWRITE_JOB
                || applied.cost() == ChangeCost.ROLLUP_JOB
                || applied.cost() == ChangeCost.OPTIMIZE_JOB
                || applied.cost() == ChangeCost.HIDDEN_JOB;
        session = applied.session();
        Optional<Table> before = isJob ? findAltered(applied.catalog()) : Optional.empty();
        if (before.isEmpty()) {
            catalog = applied.catalog();
            return;
        }
        String name = before.get().name();
        Database newDatabase = applied.catalog().databases().values().iterator().next();
        for (Database each : applied.catalog().databases().values()) {
            if (!each.equals(catalog.database(each.name()).orElse(null))
                    && each.tables().contains(name)) {
                newDatabase = each;
            }
        }
        List<MaterializedView> deactivatedViews = new ArrayList<>();
        for (MaterializedView view : newDatabase.materializedViews().values()) {
            if (Objects.toString(view.inactiveReason(), "").contains(" schema changed ")) {
                deactivatedViews.add(view);
            }
        }
        finished.put(name, new Finished(newDatabase.table(name).orElseThrow(), deactivatedViews));
        Database running = newDatabase.withTable(withRunningJob(before.get(), applied.cost()));
        for (MaterializedView view : deactivatedViews) {
            running = running.withMaterializedView(catalog.database(newDatabase.name())
                    .flatMap(database -> database.materializedView(view.name()))
                    .orElseThrow());
        }
        catalog = applied.catalog().withDatabase(running);
    }

    /** The table, as it was, that is another one in a catalog. */
    private Optional<Table> findAltered(Catalog after) {
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

    private static Table withRunningJob(Table table, ChangeCost cost) {
        return table.withState(
                switch (cost) {
                    case ROLLUP_JOB -> TableState.ROLLUP;
                    case OPTIMIZE_JOB -> TableState.OPTIMIZE;
                    default -> TableState.SCHEMA_CHANGE;
                });
    }

    private void finishJob(int number, String name) {
        Finished result = finished.get(name);
        for (Database database : catalog.databases().values()) {
            Optional<Table> before = database.tables().get(name);
            if (result == null || before.isEmpty() || !jobs.hasEnded(number, before.get(), result.table())) {
                continue;
            }
            finished.remove(name);
            if (before.get().state() != TableState.NORMAL) {
                Database afterJob = database.withTable(result.table());
                for (MaterializedView view : result.views()) {
                    afterJob = afterJob.materializedView(view.name()).isPresent()
                            ? afterJob.withMaterializedView(view)
                            : afterJob;
                }
                catalog = catalog.withDatabase(afterJob);
            }
        }
    }

    private void judgeAccepted(int number, Script.Step step, Answer answer, boolean isOfView) {
        if (StatementFamilies.showsAny(step.sql())) {
            answer.statement().ifPresent(show -> recordDefinition(number, step, ((Statement.Show) show).object()));
        }
        if (answersView(step)) {
            judgeShownView(number, step, answer);
            return;
        }
        if (StatementFamilies.listsColumns(step.sql())) {
            answer.statement()
                    .map(statement -> ((Statement.Show) statement).object())
                    .filter(this::isView)
                    .ifPresent(name -> verdicts.addAll(
                            new ViewAnswers(catalog, script, number, step).judgeColumns(name, session.database())));
        }
        boolean isParsed =
                answer.statement().isPresent() && !(answer.statement().get() instanceof Statement.OpaqueStatement);
        compareAnswers(number, step, Check.PARSED, isParsed, "parsed", answer.words());
        if (isOfView) {
            compareAnswers(number, step, Check.VIEW_ACCEPTED, answer.accepted(), "accepted", answer.words());
        } else if (StatementFamilies.isChange(step.sql())) {
            compareAnswers(number, step, Check.ACCEPTED, answer.accepted(), "accepted", answer.words());
        }
        if (StatementFamilies.showsTable(step.sql())) {
            judgeShow(number, step, answer);
        }
    }

    private void recordDefinition(int number, Script.Step step, QualifiedName name) {
        definitions.add(new RecordedDefinition(
                script.id() + "#" + number,
                catalog,
                ObjectName.resolve(name, session),
                step.rows().get(0).get(1)));
    }

    private void judgeShownView(int number, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .flatMap(show -> renderView((Statement.Show) show))
                .orElse("(no such view)");
        boolean isSame =
                shown.equals(recorded) || new PrintedQueries(engine.profile(), catalog).isSame(recorded, shown);
        compareAnswers(number, step, Check.VIEW_SHOWN, isSame, recorded, shown);
    }

    private Optional<String> renderView(Statement.Show show) {
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
    private static Optional<QualifiedName> findChangedTable(Statement statement) {
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
        return StatementFamilies.showsAny(step.sql())
                && step.rows() != null
                && !step.rows().isEmpty()
                && !step.rows().get(0).get(1).startsWith("CREATE TABLE")
                && !step.rows().get(0).get(1).startsWith("CREATE TEMPORARY TABLE");
    }

    private void judgeShow(int number, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        compareAnswers(
                number, step, Check.TEXT, renderParsed(recorded).equals(recorded), recorded, renderParsed(recorded));
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .map(Statement.Show.class::cast)
                .flatMap(this::render)
                .orElse("(no such table)");
        boolean isSame = ComparableTexts.sortPartitions(shown).equals(ComparableTexts.sortPartitions(recorded));
        compareAnswers(number, step, Check.SHOWN, isSame, recorded, shown);
    }

    private Optional<String> render(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.database());
        return catalog.table(database, show.object().lastPart().text())
                .map(table -> ShowCreate.render(engine.profile(), table));
    }

    private static String renderParsed(String recorded) {
        try {
            return Sql.render(Sql.parseShown(recorded), StatementForm.SHOWN) + ";";
        } catch (SqlSyntaxException failure) {
            return "syntax: " + failure.getMessage();
        }
    }

    private void judgeRefused(int number, Script.Step step, Answer answer, boolean isOfView) {
        compareAnswers(number, step, ofViewsIf(Check.REFUSED, isOfView), !answer.accepted(), step.error(), "accepted");
        if (answer.accepted()) {
            return;
        }
        boolean isSame = answer.errno() == step.errno();
        String errno = step.errno() + " " + step.error();
        String actual = answer.errno() + " " + answer.words();
        compareAnswers(number, step, ofViewsIf(Check.ERRNO, isOfView), isSame, errno, actual);
        if (step.errno() != 1064) {
            compareAnswers(number, step, ofViewsIf(Check.SPECIAL_ERRNO, isOfView), isSame, errno, actual);
        }
    }

    private static Check ofViewsIf(Check check, boolean isOfView) {
        return isOfView ? check.forViews() : check;
    }

    private void compareAnswers(
            int number, Script.Step step, Check check, boolean isMatch, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), number, step.sql(), check, isMatch, expected, actual));
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
                        last.isMatch(),
                        last.expected(),
                        last.actual())));
    }
}
