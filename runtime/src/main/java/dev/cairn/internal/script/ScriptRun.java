package dev.cairn.internal.script;

import dev.cairn.catalog.Catalog;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.internal.DoublingWait;
import dev.cairn.internal.Ticker;
import dev.cairn.internal.connection.ConnectionFactory;
import dev.cairn.internal.connection.ConnectionLostException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.ledger.Head;
import dev.cairn.internal.ledger.HeldLedger;
import dev.cairn.internal.ledger.HistoryRow;
import dev.cairn.internal.ledger.LedgerEntry;
import dev.cairn.internal.ledger.LedgerState;
import dev.cairn.internal.option.MigratorOption;
import dev.cairn.internal.reflection.Reflection;
import dev.cairn.internal.run.MigrationRun;
import dev.cairn.internal.run.MigratorSettings;
import dev.cairn.internal.run.preparation.MigrationPreparation;
import dev.cairn.internal.run.preparation.Placeholders;
import dev.cairn.internal.run.preparation.PreparedMigration;
import dev.cairn.internal.run.preparation.RunStep;
import dev.cairn.internal.script.ScriptOptions.Answer;
import dev.cairn.internal.script.SqlScript.Element;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.AccessStatement;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.token.RenamedText;
import dev.cairn.upgrade.Direction;
import dev.cairn.upgrade.Format;
import dev.cairn.upgrade.MigrationException.ConsentException;
import dev.cairn.upgrade.MigrationException.HistoryException;
import dev.cairn.upgrade.MigrationException.StepException;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RecordedMigration;
import dev.cairn.upgrade.Where;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One run, while it holds the ledger of scripts. */
final class ScriptRun implements AutoCloseable {
    private final ConnectionFactory connections;
    private final ScriptOptions options;
    private final MigratorSettings settings;
    private final SqlScript script;
    private final String database;
    private final ServerProfile profile;
    private final HeldLedger holding;
    private ServerConnection connection;
    private final Reflection reflection;
    private final SortedMap<Integer, String> texts;
    private final Ticker.Stopwatch watch;

    ScriptRun(
            ConnectionFactory connections,
            ScriptOptions options,
            SqlScript script,
            String database,
            ServerProfile profile,
            HeldLedger holding) {
        this.connections = connections;
        this.options = options;
        this.settings = options.settings();
        this.script = script;
        this.database = database;
        this.profile = profile;
        this.holding = holding;
        this.connection = connections.waiting(() -> {}).open();
        this.reflection = new Reflection(connections, profile);
        this.texts = script.texts();
        this.watch = settings.ticker().start();
    }

    @Override
    public void close() {
        connection.close();
    }

    private Where where() {
        return Where.in(script.name());
    }

    ScriptOutcome run() {
        if (options.abandon()) {
            holding.write((state, sequence) -> state.stamped(state.head(), List.of()));
        }
        LedgerState state = state();
        boolean resumed = state.run().isPresent();
        if (resumed) {
            requireSame(state);
            settle(state);
        } else {
            requireNoAnswer();
        }
        if (!resumed && isDone()) {
            holding.release();
            return new ScriptOutcome(script.elements().size(), 0, false);
        }
        int done = state().done().size();
        List<Element> open = script.elements().subList(done, script.elements().size());
        runAll(done, open, resumed);
        writeLedger();
        holding.release((last, sequence) -> last.committed(row()));
        return new ScriptOutcome(script.elements().size(), open.size(), resumed);
    }

    /** Runs an idempotent query, if necessary again over another connection. */
    private <T> T ask(Function<ServerConnection, T> question) {
        try {
            return question.apply(connection);
        } catch (ConnectionLostException loss) {
            connection.close();
            connection = connections.waiting(() -> {}).reopen(Map.of());
            return question.apply(connection);
        }
    }

    private LedgerState state() {
        return holding.entry().state();
    }

    private int number() {
        return state().head().number() + 1;
    }

    private HistoryRow row() {
        return settings.row(
                number(), script.name(), script.hash(), watch.elapsed().toMillis());
    }

    /**
     * Whether there is nothing to do; refuses if the head of the history is not the one that the script requires.
     */
    private boolean isDone() {
        if (script.ledger().isPresent()) {
            return isThere(script.ledger().get());
        }
        requireNotRun();
        return false;
    }

    private boolean isThere(LedgerMark mark) {
        Optional<LedgerEntry> entry = ask(ScriptRunner.ledger(connections, settings, mark.schema())::read);
        if (entry.isEmpty() && mark.from().number() == 0) {
            return false;
        }
        LedgerState state = entry.map(LedgerEntry::state).orElseGet(() -> LedgerState.first(""));
        if (state.run().isPresent()) {
            throw new HistoryException(
                    where(),
                    "a migration of " + mark.schema() + " is in progress in the database",
                    "Complete or revert it with cairn upgrade or cairn downgrade, and then run the script.");
        }
        if (!state.head().equals(mark.from()) && !state.head().equals(mark.to())) {
            throw new HistoryException(
                    where(),
                    "the script migrates from " + reason(mark.from()) + " to " + reason(mark.to())
                            + ", but the database is at " + reason(state.head()),
                    "Generate a script that begins at the database's migration, which cairn status shows.");
        }
        return state.head().equals(mark.to()) && isRepeated(mark, state);
    }

    /** Whether the repeatable migrations of a script have run in a database that is at the end of the script. */
    private boolean isRepeated(LedgerMark mark, LedgerState state) {
        List<String> due = mark.repeatables().stream()
                .filter(row -> !state.repeatedWork().isDone(row.title(), row.hash()))
                .map(HistoryRow::title)
                .toList();
        if (!due.isEmpty() && !mark.from().equals(mark.to())) {
            int end = mark.to().number();
            throw new HistoryException(
                    where(),
                    "the database is at " + reason(mark.to()) + ", where the script ends, but repeatable migrations"
                            + " of the script have not run with this text: " + String.join(", ", due),
                    "Generate a script with the repeatable migrations alone: cairn sql " + end + ":" + end + ".");
        }
        return due.isEmpty();
    }

    private static String reason(Head head) {
        return head.number() == 0 ? "migration 0" : "migration " + head.number() + " (" + head.hash() + ")";
    }

    private void requireNotRun() {
        Optional<HistoryRow> before =
                ask(ScriptRunner.ledger(connections, settings, ScriptRunner.LEDGER)::history).rows().stream()
                        .filter(row -> row.hash().equals(script.hash()))
                        .findFirst();
        if (before.isPresent() && !options.rerun()) {
            throw new ConsentException(
                    where(),
                    "the same script has already run in this database, as "
                            + before.get().title()
                            + (before.get().at() == null
                                    ? ""
                                    : " at " + before.get().at()),
                    "To run it again, pass --rerun.");
        }
    }

    private void requireSame(LedgerState state) {
        for (int step : state.begun()) {
            if (!Objects.equals(state.texts().get(step), texts.get(step))) {
                throw new HistoryException(
                        where(),
                        "this database has an unfinished script, which stopped after "
                                + state.done().size() + " steps, and this script differs from it: its step " + step
                                + ", which "
                                + (state.done().contains(step) ? "is done" : "was begun")
                                + ", has another text",
                        "Complete the unfinished script; steps that were not begun may be edited. To discard its"
                                + " progress, pass --abandon.");
            }
        }
    }

    /** Determines whether the step ran that was begun last. */
    private void settle(LedgerState state) {
        if (state.doing().isEmpty()) {
            requireNoAnswer();
            return;
        }
        int step = state.doing().first();
        if (options.answer() != Answer.NONE) {
            boolean done = options.answer() == Answer.DONE;
            write(old -> done ? old.done(step) : old.again(step));
            return;
        }
        Element element = script.elements().get(step - 1);
        Statement statement = element.statement();
        Optional<ObjectFingerprint> before =
                ObjectFingerprint.parse(state.run().orElseThrow().hash());
        if (statement == null || before.isEmpty()) {
            return;
        }
        Session session = session(step - 1);
        await(() -> ask(now -> ObjectFingerprint.underWay(now, statement, session)));
        if (ask(now -> before.get().hasChanged(now, reflection, statement, session))) {
            write(old -> old.done(step));
        }
    }

    private void requireNoAnswer() {
        if (options.answer() != Answer.NONE) {
            throw new HistoryException(where(), "no step is unfinished", "Run the script without --done or --again.");
        }
    }

    private void write(Function<LedgerState, LedgerState> change) {
        holding.write((state, sequence) -> {
            String imprint = state.run().orElseThrow().hash();
            return change.apply(state).goingOnWith(imprint, texts);
        });
    }

    private void await(Supplier<Optional<String>> underWay) {
        DoublingWait wait = new DoublingWait(
                settings.ticker(), settings.get(MigratorOption.FIRST_POLL), settings.get(MigratorOption.LONGEST_POLL));
        try {
            while (underWay.get().isPresent()) {
                wait.take();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StepException(
                    where(), "the run was interrupted", "Run it again: it resumes where this run stopped.");
        }
    }

    /** Returns the session after the given number of steps. */
    private Session session(int steps) {
        Session session = new Session(database);
        for (Element element : script.elements().subList(0, steps)) {
            if (element.statement() instanceof Statement.Use use) {
                session = new Session(use.name().last().text());
            }
        }
        return session;
    }

    private void runAll(int done, List<Element> open, boolean resumed) {
        RecordedMigration whole = migration(script.elements(), Map.of());
        settings.listener()
                .accept(new Progress.Begins(
                        whole, Direction.UPGRADE, script.elements().size(), resumed));
        if (!open.isEmpty()) {
            PreparedMigration prepared = prepared(done, open);
            MigratorSettings sequential =
                    settings.with(MigratorOption.CONNECTIONS, 1).onlyListener(this::publish);
            ScriptRunLedger protection = new ScriptRunLedger(
                    holding, script.name(), number(), texts, this::imprint, Set.copyOf(state().doing()));
            try (MigrationRun run =
                    new MigrationRun(ScriptRunner.LEDGER, profile, connections, reflection, sequential)) {
                for (PreparedMigration stretch : stretches(prepared)) {
                    waitsBefore(stretch);
                    run.run(stretch, protection);
                }
            }
        }
        script.waits().forEach(this::await);
        settings.listener().accept(new Progress.Ends(whole, Direction.UPGRADE, watch.elapsed()));
    }

    /** The stretches of a script are not migrations, so their begin and end are not reported. */
    private void publish(Progress progress) {
        if (!(progress instanceof Progress.Begins) && !(progress instanceof Progress.Ends)) {
            settings.listener().accept(progress);
        }
    }

    private RecordedMigration migration(List<Element> elements, Map<String, String> settings) {
        var builder = RecordedMigration.of(
                        Format.CURRENT,
                        ScriptRunner.class,
                        number(),
                        script.name(),
                        elements.size() == 1 ? "1 step" : elements.size() + " steps",
                        "",
                        script.hash())
                .upgrade(elements.stream().map(Element::text).toArray(String[]::new));
        settings.forEach(builder::session);
        return builder.build();
    }

    /** Prepares all pending steps, which checks them against the current database. */
    private PreparedMigration prepared(int done, List<Element> open) {
        Catalog live =
                ask(now -> reflection.everything(now, databases(), roles())).catalog();
        PreparedMigration prepared = MigrationPreparation.asRecorded(
                        script.name(), new Engine(profile), session(done), Placeholders.NONE)
                .of(migration(open, Map.of()), Direction.UPGRADE, live);
        List<RunStep> numbered =
                prepared.steps().stream().map(step -> numbered(step, done)).toList();
        return new PreparedMigration(
                prepared.migration(), Direction.UPGRADE, numbered, prepared.before(), prepared.after());
    }

    /** Counts the steps that are done, too. */
    private static RunStep numbered(RunStep step, int done) {
        int number = step.number() + done;
        if (step instanceof RunStep.OfGrants grants) {
            return grants.numbered(number);
        }
        if (step instanceof RunStep.OfCounter counter) {
            return new RunStep.OfCounter(number, counter.from(), counter.to(), counter.column(), counter.counted());
        }
        RunStep.OfStatement sent = (RunStep.OfStatement) step;
        List<RunStep.OfGrants> transfers = sent.transfers().stream()
                .map(transfer -> transfer.numbered(transfer.number() + done))
                .toList();
        return new RunStep.OfStatement(number, sent.step(), sent.session(), sent.before(), sent.after(), transfers);
    }

    /** Returns the roles that the script changes. */
    private Set<String> roles() {
        return script.elements().stream()
                .flatMap(element -> Stream.ofNullable(element.statement()))
                .filter(AccessStatement.class::isInstance)
                .flatMap(statement -> SimulatedAction.rolesOf((AccessStatement) statement).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the database of the connection, and those that the script names. */
    private Set<String> databases() {
        Set<String> named = new TreeSet<>();
        for (Element element : script.elements()) {
            named.addAll(RenamedText.names(element.text()));
        }
        Set<String> databases = new LinkedHashSet<>(List.of(database));
        ask(now -> now.rows("SHOW DATABASES")).stream()
                .map(row -> String.valueOf(row.get(0)))
                .filter(name -> named.contains(name) && !name.equals("information_schema"))
                .forEach(databases::add);
        return databases;
    }

    /** Combines consecutive steps with the same settings and without a wait between them into one run. */
    private List<PreparedMigration> stretches(PreparedMigration prepared) {
        List<PreparedMigration> stretches = new ArrayList<>();
        List<RunStep> current = new ArrayList<>();
        for (RunStep step : prepared.steps()) {
            Element element = element(step);
            boolean ends = !current.isEmpty()
                    && (!element.waits().isEmpty()
                            || !element.settings()
                                    .equals(element(current.get(0)).settings()));
            if (ends) {
                stretches.add(stretch(prepared, current));
                current.clear();
            }
            current.add(step);
        }
        if (!current.isEmpty()) {
            stretches.add(stretch(prepared, current));
        }
        return stretches;
    }

    private PreparedMigration stretch(PreparedMigration prepared, List<RunStep> steps) {
        List<Element> elements = steps.stream().map(this::element).toList();
        return new PreparedMigration(
                migration(elements, elements.get(0).settings()),
                Direction.UPGRADE,
                steps,
                prepared.before(),
                prepared.after());
    }

    private Element element(RunStep step) {
        return script.elements().get(step.number() - 1);
    }

    private void waitsBefore(PreparedMigration stretch) {
        element(stretch.steps().get(0)).waits().forEach(this::await);
    }

    private void await(String object) {
        String[] parts = object.split("\\.", 2);
        ObjectName name = parts.length == 1 ? new ObjectName(database, object) : new ObjectName(parts[0], parts[1]);
        await(() -> ask(now -> ObjectFingerprint.underWay(now, name)));
    }

    private String imprint(int step) {
        Statement statement = script.elements().get(step - 1).statement();
        return statement == null
                ? ""
                : ask(now -> ObjectFingerprint.of(now, reflection, statement, session(step - 1)))
                        .text();
    }

    private HistoryRow now(HistoryRow row) {
        return settings.row(row.number(), row.title(), row.hash(), 0);
    }

    /** Records the migrations of the script as applied or reverted. */
    private void writeLedger() {
        if (script.ledger().isEmpty()) {
            return;
        }
        LedgerMark mark = script.ledger().get();
        try (ServerConnection other = connections.open();
                HeldLedger of = ScriptRunner.ledger(connections, settings, mark.schema())
                        .acquire(other, profile.toString())) {
            inParts(mark.numbered()).forEach(rows -> of.write((state, sequence) -> state.stamped(mark.to(), rows)));
            of.write((state, sequence) -> state.stamped(mark.to(), List.of()));
            inParts(mark.repeatables())
                    .forEach(rows -> of.write((state, sequence) -> {
                        LedgerState repeated = state;
                        for (HistoryRow row : rows) {
                            repeated = repeated.repeated(row.title(), row);
                        }
                        return repeated;
                    }));
            of.release();
        }
    }

    /** Returns the rows of migrations that are done now, divided so that a state of the ledger can contain each part. */
    private List<List<HistoryRow>> inParts(List<HistoryRow> rows) {
        List<List<HistoryRow>> parts = new ArrayList<>();
        for (int first = 0; first < rows.size(); first += LedgerState.MOST_ROWS) {
            parts.add(rows.subList(first, Math.min(first + LedgerState.MOST_ROWS, rows.size())).stream()
                    .map(this::now)
                    .toList());
        }
        return parts;
    }
}
