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
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Logs each statement, and applies at most one fault to it: the fault in a comment of the statement, or otherwise a
 * pending fault. A statement without a fault is passed to the server unchanged.
 */
public final class FaultyStatementHandler implements StatementHandler {
    private final FaultTarget target;
    private final PendingFaults pendingFaults;
    private final StatementLog statementLog;
    private final ClientConnection clientConnection;
    private String userName;
    /** Whether a deferred or cut statement closes the target when it has been run. */
    private boolean isTargetDetached;

    private volatile boolean hasActiveFault;

    public FaultyStatementHandler(
            FaultTarget target,
            PendingFaults pendingFaults,
            StatementLog statementLog,
            ClientConnection clientConnection,
            String userName) {
        this.target = target;
        this.pendingFaults = pendingFaults;
        this.statementLog = statementLog;
        this.clientConnection = clientConnection;
        this.userName = userName;
    }

    @Override
    public Answer answer(ClientStatement statement) {
        LoggedStatement loggedStatement = statementLog.add(clientConnection.id(), userName, statement.text());
        LoggedExecution execution = new LoggedExecution(statementLog, loggedStatement);
        Optional<FaultComment> comment;
        try {
            comment = FaultComment.findIn(statement.text());
        } catch (IllegalArgumentException failure) {
            return execution.run(() -> Answer.Failure.of(String.valueOf(failure.getMessage())));
        }
        Optional<Fault> fault = comment.filter(FaultComment::appliesToCommentedStatement)
                .map(FaultComment::fault)
                .or(() -> pendingFaults.triggerFault(loggedStatement));
        comment.filter(faultComment -> !faultComment.appliesToCommentedStatement())
                .ifPresent(faultComment -> faultComment.addTo(pendingFaults));
        if (fault.isEmpty()) {
            return execution.run(() -> target.answer(statement));
        }
        hasActiveFault = true;
        try {
            return answerWithFault(execution, statement, fault.get());
        } finally {
            hasActiveFault = false;
        }
    }

    private Answer answerWithFault(LoggedExecution execution, ClientStatement statement, Fault fault) {
        Optional<FaultAnswer> faultAnswer = FaultAnswer.find(fault);
        if (faultAnswer.isPresent()) {
            return faultAnswer.get().answerInsteadOf(() -> target.answer(statement), execution);
        }
        if (fault instanceof Fault.Delay delay) {
            sleep(delay.time());
            return execution.run(() -> target.answer(statement));
        }
        if (fault instanceof Fault.JobFailure jobFailure) {
            return execution.run(() -> target.answerWithFailingJob(statement, jobFailure.reason()));
        }
        if (fault instanceof Fault.CutDuring) {
            return cutDuringLoad(execution, statement);
        }
        if (fault instanceof Fault.HeldCommit) {
            return holdLoad(execution, statement, new HeldLoad(pendingFaults.deferredStatements()), true);
        }
        if (fault instanceof Fault.Deferral deferral) {
            return defer(execution, statement, deferral.delay());
        }
        throw new IllegalArgumentException("Unknown kind of fault: " + fault);
    }

    /**
     * Runs the statement, and holds its load before the commit. Returns {@link Answer#CLOSED_CONNECTION} if the load is
     * discarded.
     *
     * @param mayHoldAnswer whether a successful statement that has no load is held before its answer instead
     */
    private Answer holdLoad(
            LoggedExecution execution, ClientStatement statement, HeldLoad heldLoad, boolean mayHoldAnswer) {
        try {
            Answer answer = execution.run(() -> target.answerWithHold(statement, heldLoad::hold));
            if (mayHoldAnswer && !heldLoad.wasHeld() && !(answer instanceof Answer.Failure)) {
                heldLoad.hold();
            }
            return answer;
        } catch (CancellationException cancellation) {
            return Answer.CLOSED_CONNECTION;
        } finally {
            heldLoad.recordEnd();
        }
    }

    /**
     * Runs the statement in a separate thread, and returns when its load is held, or when the statement has ended
     * without a load. The thread closes the session when the load has been released.
     */
    private Answer cutDuringLoad(LoggedExecution execution, ClientStatement statement) {
        isTargetDetached = true;
        HeldLoad heldLoad = new HeldLoad(pendingFaults.deferredStatements());
        Runnable heldRun = () -> {
            try (target) {
                holdLoad(execution, statement, heldLoad, false);
            }
        };
        Thread heldRunThread = new Thread(heldRun, "cairn-embedded-held-load");
        heldRunThread.setDaemon(true);
        heldRunThread.start();
        heldLoad.awaitHoldOrEnd();
        return Answer.CLOSED_CONNECTION;
    }

    /** Defers the statement. The session stays open until the statement has been run. */
    private Answer defer(LoggedExecution execution, ClientStatement statement, Duration delay) {
        isTargetDetached = true;
        Runnable deferredStatement = () -> {
            try (target) {
                execution.run(() -> target.answer(statement));
            }
        };
        pendingFaults.deferredStatements().add(deferredStatement, delay);
        return Answer.CLOSED_CONNECTION;
    }

    /**
     * Cancels the statement, unless a fault affects it: clients often disconnect because of the fault, and the fault
     * alone determines whether the statement is executed.
     */
    @Override
    public void cancel() {
        if (!hasActiveFault) {
            target.cancel();
        }
    }

    /** Sleeps. An interruption ends the sleep early, and the interrupt status is set again. */
    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Answer prepare(String queryText) {
        return target.prepare(queryText);
    }

    @Override
    public Answer useDatabase(String databaseName) {
        return target.useDatabase(databaseName);
    }

    @Override
    public Answer listFields(String tableName) {
        return target.listFields(tableName);
    }

    @Override
    public void changeUser(Login login) throws LoginRefusedException {
        target.changeUser(login);
        userName = login.userName();
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
