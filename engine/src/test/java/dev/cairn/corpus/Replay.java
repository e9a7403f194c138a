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

/** Sends one recorded script to the engine, and compares the answers; jobs end where the recorder waited for them. */
final class Replay {
    private final Engine engine;
    private final Script script;
    private final JobWaits jobWaits;
    private final List<Verdict> verdicts = new ArrayList<>();
    private final List<RecordedDefinition> definitions = new ArrayList<>();
    private final Map<String, JobResult> jobResults = new HashMap<>();
    private Catalog catalog = Catalog.EMPTY
            .withRole(Role.of(Role.ROOT, ""))
            .withClusterObjects(ClusterObjects.MANAGED_EMPTY)
            .withDatabase(Database.of("t"));
    private Session session = new Session("t");

    private Replay(Recording recording, Script script) {
        this.engine = new Engine(recording.profile());
        this.script = script;
        this.jobWaits = new JobWaits(script.steps(), table -> ShowCreate.render(recording.profile(), table));
    }

    /** Returns the comparison of each answer of the engine with the recorded one. */
    static List<Verdict> collectVerdicts(Recording recording, Script script) {
        Replay replay = new Replay(recording, script);
        replay.run();
        replay.judgeHistory();
        return replay.verdicts;
    }

    /** Returns the definitions that the script shows, with the catalogs from which the engine renders them. */
    static List<RecordedDefinition> collectDefinitions(Recording recording, Script script) {
        Replay replay = new Replay(recording, script);
        replay.run();
        return replay.definitions;
    }

    private void run() {
        for (int i = 0; i < script.steps().size(); i++) {
            runStep(i, script.steps().get(i));
        }
    }

    private void runStep(int stepNumber, Script.Step step) {
        if (step.isWait()) {
            finishJob(stepNumber, step.awaitedTable());
            return;
        }
        if (StatementFamilies.listsActivity(step.sql())) {
            verdicts.addAll(new ViewAnswers(catalog, script, stepNumber, step).judgeActivity());
        }
        if (!StatementFamilies.isKnown(step.sql())) {
            return;
        }
        boolean concernsView = StatementFamilies.changesView(step.sql()) || isAboutView(step);
        Answer answer = answerStatement(step.sql());
        if (step.isAccepted()) {
            judgeAccepted(stepNumber, step, answer, concernsView);
        } else if ((concernsView && !StatementFamilies.showsDefinition(step.sql()))
                || StatementFamilies.isChange(step.sql())) {
            judgeRefused(stepNumber, step, answer, concernsView);
        }
    }

    /** Returns whether a statement about tables, such as ALTER TABLE, names a view. */
    private boolean isAboutView(Script.Step step) {
        try {
            return findChangedTable(Sql.parse(step.sql())).filter(this::isView).isPresent();
        } catch (SqlSyntaxException ignored) {
            return false;
        }
    }

    private boolean isView(QualifiedName name) {
        String database = name.qualifier().map(Object::toString).orElse(session.databaseName());
        String object = name.lastPart().text();
        return database != null
                && catalog.findDatabase(database)
                        .filter(foundDatabase -> foundDatabase.findView(object).isPresent()
                                || foundDatabase.findMaterializedView(object).isPresent())
                        .isPresent();
    }

    /** The engine's answer to a statement: an error number and a message, or 0 and an empty text. */
    private record Answer(Optional<Statement> statement, int errno, String message) {
        boolean isAccepted() {
            return errno == 0;
        }
    }

    private Answer answerStatement(String sql) {
        Statement statement;
        try {
            statement = Sql.parse(sql);
        } catch (SqlSyntaxException failure) {
            return new Answer(Optional.empty(), 1064, "syntax: " + failure.problem());
        }
        try {
            StatementResult result = engine.apply(catalog, session, statement);
            acceptResult(result);
            return new Answer(Optional.of(statement), 0, "");
        } catch (Refusal refusal) {
            return new Answer(Optional.of(statement), refusal.errno(), Objects.toString(refusal.getMessage()));
        }
    }

    /**
     * The table and the views as a job leaves them.
     *
     * @param views the views that the job deactivates
     */
    private record JobResult(Table table, List<MaterializedView> views) {}

    private void acceptResult(StatementResult result) {
        boolean isJob = result.cost() == ChangeCost.REWRITE_JOB
                || result.cost() == ChangeCost.ROLLUP_JOB
                || result.cost() == ChangeCost.OPTIMIZE_JOB
                || result.cost() == ChangeCost.HIDDEN_JOB;
        session = result.session();
        Optional<Table> before = isJob ? findTableBefore(result.catalog()) : Optional.empty();
        if (before.isEmpty()) {
            catalog = result.catalog();
            return;
        }
        String name = before.get().name();
        Database newDatabase = result.catalog().databases().values().iterator().next();
        for (Database database : result.catalog().databases().values()) {
            if (!database.equals(catalog.findDatabase(database.name()).orElse(null))
                    && database.tables().contains(name)) {
                newDatabase = database;
            }
        }
        List<MaterializedView> deactivatedViews = new ArrayList<>();
        for (MaterializedView view : newDatabase.materializedViews().values()) {
            if (Objects.toString(view.inactiveReason(), "").contains(" schema changed ")) {
                deactivatedViews.add(view);
            }
        }
        jobResults.put(name, new JobResult(newDatabase.findTable(name).orElseThrow(), deactivatedViews));
        Database databaseDuringJob = newDatabase.withTable(withRunningJob(before.get(), result.cost()));
        for (MaterializedView view : deactivatedViews) {
            databaseDuringJob = databaseDuringJob.withMaterializedView(catalog.findDatabase(newDatabase.name())
                    .flatMap(database -> database.findMaterializedView(view.name()))
                    .orElseThrow());
        }
        catalog = result.catalog().withDatabase(databaseDuringJob);
    }

    /**
     * Returns the present definition of the table that is defined differently in a later catalog; empty if no table is.
     */
    private Optional<Table> findTableBefore(Catalog catalogAfter) {
        for (Database database : catalogAfter.databases().values()) {
            for (Table table : database.tables().values()) {
                Optional<Table> before = catalog.findTable(database.name(), table.name());
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

    private void finishJob(int stepNumber, String name) {
        JobResult result = jobResults.get(name);
        for (Database database : catalog.databases().values()) {
            Optional<Table> before = database.tables().get(name);
            if (result == null || before.isEmpty() || !jobWaits.hasEnded(stepNumber, before.get(), result.table())) {
                continue;
            }
            jobResults.remove(name);
            if (before.get().state() != TableState.NORMAL) {
                Database afterJob = database.withTable(result.table());
                for (MaterializedView view : result.views()) {
                    afterJob = afterJob.findMaterializedView(view.name()).isPresent()
                            ? afterJob.withMaterializedView(view)
                            : afterJob;
                }
                catalog = catalog.withDatabase(afterJob);
            }
        }
    }

    private void judgeAccepted(int stepNumber, Script.Step step, Answer answer, boolean concernsView) {
        if (StatementFamilies.showsDefinition(step.sql())) {
            answer.statement().ifPresent(show -> recordDefinition(stepNumber, step, ((Statement.Show) show).object()));
        }
        if (showsView(step)) {
            judgeShownView(stepNumber, step, answer);
            return;
        }
        if (StatementFamilies.listsColumns(step.sql())) {
            answer.statement()
                    .map(statement -> ((Statement.Show) statement).object())
                    .filter(this::isView)
                    .ifPresent(name -> verdicts.addAll(new ViewAnswers(catalog, script, stepNumber, step)
                            .judgeColumns(name, session.databaseName())));
        }
        boolean isParsed =
                answer.statement().isPresent() && !(answer.statement().get() instanceof Statement.OpaqueStatement);
        compareAnswers(stepNumber, step, Check.PARSED, isParsed, "parsed", answer.message());
        if (concernsView) {
            compareAnswers(stepNumber, step, Check.VIEW_ACCEPTED, answer.isAccepted(), "accepted", answer.message());
        } else if (StatementFamilies.isChange(step.sql())) {
            compareAnswers(stepNumber, step, Check.ACCEPTED, answer.isAccepted(), "accepted", answer.message());
        }
        if (StatementFamilies.showsTable(step.sql())) {
            judgeShownTable(stepNumber, step, answer);
        }
    }

    private void recordDefinition(int stepNumber, Script.Step step, QualifiedName name) {
        definitions.add(new RecordedDefinition(
                script.id() + "#" + stepNumber,
                catalog,
                ObjectName.resolve(name, session),
                step.rows().get(0).get(1)));
    }

    private void judgeShownView(int stepNumber, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .flatMap(show -> renderView((Statement.Show) show))
                .orElse("(no such view)");
        boolean isSame = shown.equals(recorded)
                || new PrintedQueries(engine.profile(), catalog).isSameDefinition(recorded, shown);
        compareAnswers(stepNumber, step, Check.VIEW_SHOWN, isSame, recorded, shown);
    }

    private Optional<String> renderView(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.databaseName());
        String name = show.object().lastPart().text();
        Optional<Database> foundDatabase = catalog.findDatabase(database);
        Optional<String> shownView =
                foundDatabase.flatMap(each -> each.findView(name)).map(ShowCreate::render);
        return shownView.isPresent()
                ? shownView
                : foundDatabase
                        .flatMap(each -> each.findMaterializedView(name))
                        .map(view -> ShowCreate.render(engine.profile(), view));
    }

    /** Returns the table that a statement changes, or empty if it changes none. */
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

    private static boolean showsView(Script.Step step) {
        return StatementFamilies.showsDefinition(step.sql())
                && step.rows() != null
                && !step.rows().isEmpty()
                && !step.rows().get(0).get(1).startsWith("CREATE TABLE")
                && !step.rows().get(0).get(1).startsWith("CREATE TEMPORARY TABLE");
    }

    private void judgeShownTable(int stepNumber, Script.Step step, Answer answer) {
        String recorded = step.rows().get(0).get(1);
        compareAnswers(
                stepNumber,
                step,
                Check.TEXT,
                renderParsed(recorded).equals(recorded),
                recorded,
                renderParsed(recorded));
        String shown = answer.statement()
                .filter(Statement.Show.class::isInstance)
                .map(Statement.Show.class::cast)
                .flatMap(this::renderTable)
                .orElse("(no such table)");
        boolean isSame = ComparableTexts.sortListPartitions(shown).equals(ComparableTexts.sortListPartitions(recorded));
        compareAnswers(stepNumber, step, Check.SHOWN, isSame, recorded, shown);
    }

    private Optional<String> renderTable(Statement.Show show) {
        String database = show.object().qualifier().map(Object::toString).orElse(session.databaseName());
        return catalog.findTable(database, show.object().lastPart().text())
                .map(table -> ShowCreate.render(engine.profile(), table));
    }

    private static String renderParsed(String recorded) {
        try {
            return Sql.render(Sql.parseShowCreateOutput(recorded), StatementForm.SHOWN) + ";";
        } catch (SqlSyntaxException failure) {
            return "syntax: " + failure.getMessage();
        }
    }

    private void judgeRefused(int stepNumber, Script.Step step, Answer answer, boolean concernsView) {
        compareAnswers(
                stepNumber,
                step,
                selectCheck(Check.REFUSED, concernsView),
                !answer.isAccepted(),
                step.error(),
                "accepted");
        if (answer.isAccepted()) {
            return;
        }
        boolean isSame = answer.errno() == step.errno();
        String errno = step.errno() + " " + step.error();
        String actual = answer.errno() + " " + answer.message();
        compareAnswers(stepNumber, step, selectCheck(Check.ERRNO, concernsView), isSame, errno, actual);
        if (step.errno() != 1064) {
            compareAnswers(stepNumber, step, selectCheck(Check.SPECIAL_ERRNO, concernsView), isSame, errno, actual);
        }
    }

    private static Check selectCheck(Check check, boolean concernsView) {
        return concernsView ? check.forViews() : check;
    }

    private void compareAnswers(
            int stepNumber, Script.Step step, Check check, boolean isMatch, String expected, String actual) {
        verdicts.add(new Verdict(script.id(), script.area(), stepNumber, step.sql(), check, isMatch, expected, actual));
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
