package dev.cairn.embedded.fault.injection;

import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.log.StatementLog;
import dev.cairn.embedded.log.StatementLog.LoggedStatement;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.ClientConnection;
import dev.cairn.embedded.protocol.ClientStatement;
import dev.cairn.embedded.protocol.Login;
import dev.cairn.embedded.protocol.LoginRefusedException;
import dev.cairn.embedded.protocol.StatementHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Logs each statement, and applies the pending faults to it. */
public final class FaultyStatementHandler implements StatementHandler {
    private final FaultTarget target;
    private final PendingFaults faults;
    private final StatementLog log;
    private final ClientConnection client;
    private String user;
    private boolean isTargetDetached;
    private volatile boolean hasActiveFault;

    public FaultyStatementHandler(
            FaultTarget target, PendingFaults faults, StatementLog log, ClientConnection client, String user) {
        this.target = target;
        this.faults = faults;
        this.log = log;
        this.client = client;
        this.user = user;
    }

    @Override
    public Answer answer(ClientStatement statement) {
        LoggedStatement logged = log.add(client.id(), user, statement.text());
        Optional<FaultComment> comment;
        try {
            comment = FaultComment.findIn(statement.text());
        } catch (IllegalArgumentException unreadable) {
            return run(logged, () -> Answer.Failure.of(String.valueOf(unreadable.getMessage())));
        }
        Optional<Fault> fault = comment.filter(FaultComment::appliesToOwnStatement)
                .map(FaultComment::fault)
                .or(() -> faults.findFault(logged));
        comment.filter(faultComment -> !faultComment.appliesToOwnStatement())
                .ifPresent(faultComment -> faultComment.addTo(faults));
        if (fault.isEmpty()) {
            return run(logged, () -> target.answer(statement));
        }
        hasActiveFault = true;
        try {
            return answer(logged, statement, fault.get());
        } finally {
            hasActiveFault = false;
        }
    }

    private Answer run(LoggedStatement statement, Supplier<Answer> run) {
        Instant startTime = log.now();
        Answer answer = run.get();
        Answer lastAnswer = answer;
        if (answer instanceof Answer.Several several && !several.answers().isEmpty()) {
            // After a statement that is refused, the server runs no further ones.
            lastAnswer = several.answers().get(several.answers().size() - 1);
        }
        if (lastAnswer instanceof Answer.Failure failure) {
            log.ended(statement, startTime, failure.errno(), failure.message());
        } else {
            log.ended(statement, startTime, 0, "");
        }
        return answer;
    }

    private Answer answer(LoggedStatement logged, ClientStatement statement, Fault fault) {
        if (fault instanceof Fault.CutBefore) {
            return Answer.CUT;
        }
        if (fault instanceof Fault.CutAfter) {
            run(logged, () -> target.answer(statement));
            return Answer.CUT;
        }
        if (fault instanceof Fault.SilentBefore) {
            return Answer.SILENCE;
        }
        if (fault instanceof Fault.SilentAfter) {
            run(logged, () -> target.answer(statement));
            return Answer.SILENCE;
        }
        if (fault instanceof Fault.Delay delay) {
            sleep(delay.time());
            return run(logged, () -> target.answer(statement));
        }
        if (fault instanceof Fault.Refuse refuse) {
            return run(logged, () -> {
                if (refuse.run()) {
                    target.answer(statement);
                }
                return new Answer.Failure(refuse.errno(), refuse.sqlState(), refuse.message());
            });
        }
        if (fault instanceof Fault.FailJob failing) {
            return run(logged, () -> target.answerWithFailingJob(statement, failing.reason()));
        }
        if (fault instanceof Fault.CutDuring) {
            return cutInsert(logged, statement);
        }
        if (fault instanceof Fault.Hold) {
            return hold(logged, statement, new HeldLoad(faults.deferredStatements()), true);
        }
        if (fault instanceof Fault.Late late) {
            return defer(logged, statement, late.after());
        }
        throw new IllegalArgumentException("Unknown kind of fault: " + fault);
    }

    private Answer hold(LoggedStatement logged, ClientStatement statement, HeldLoad load, boolean isAnswerHeld) {
        try {
            Answer answer = run(logged, () -> target.answerWithHold(statement, load::hold));
            if (isAnswerHeld && !load.wasHeld() && !(answer instanceof Answer.Failure)) {
                load.hold();
            }
            return answer;
        } catch (CancellationException closed) {
            return Answer.CUT;
        } finally {
            load.recordEnd();
        }
    }

    /** Runs the statement in a separate thread, which ends when the load is released. */
    private Answer cutInsert(LoggedStatement logged, ClientStatement statement) {
        isTargetDetached = true;
        HeldLoad load = new HeldLoad(faults.deferredStatements());
        Runnable run = () -> {
            try (target) {
                hold(logged, statement, load, false);
            }
        };
        Thread thread = new Thread(run, "cairn-embedded-held-load");
        thread.setDaemon(true);
        thread.start();
        load.awaitBegin();
        return Answer.CUT;
    }

    /** Defers the statement. The session stays open until the statement has been run. */
    private Answer defer(LoggedStatement logged, ClientStatement statement, Duration after) {
        isTargetDetached = true;
        Runnable deferredStatement = () -> {
            try (target) {
                run(logged, () -> target.answer(statement));
            }
        };
        faults.deferredStatements().add(deferredStatement, after);
        return Answer.CUT;
    }

    /**
     * Cancels the statement, unless a fault affects it: clients often disconnect because of the fault, which alone
     * determines whether its statement is executed.
     */
    @Override
    public void cancel() {
        if (!hasActiveFault) {
            target.cancel();
        }
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException hungUp) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Answer prepare(String statement) {
        return target.prepare(statement);
    }

    @Override
    public Answer useDatabase(String database) {
        return target.useDatabase(database);
    }

    @Override
    public Answer listFields(String table) {
        return target.listFields(table);
    }

    @Override
    public void changeUser(Login login) throws LoginRefusedException {
        target.changeUser(login);
        user = login.user();
    }

    @Override
    public void reset() {
        target.reset();
    }

    @Override
    public void close() {
        if (!isTargetDetached) {
            target.close();
        }
    }
}
