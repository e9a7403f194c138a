package dev.cairn.internal.run.rebuild;

import dev.cairn.internal.Ticker;
import dev.cairn.internal.copy.CopyProgress;
import dev.cairn.internal.copy.CopyUnit;
import dev.cairn.internal.run.preparation.StatementStep;
import dev.cairn.internal.run.step.RunContext;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.upgrade.Progress;
import dev.cairn.upgrade.RebuildOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A round of copies. It pauses before each copy except the first, waits for the window in which copies are permitted,
 * and reports the progress of the round after each copy.
 */
final class CopyRound implements CopyListener {
    private static final Logger LOG = System.getLogger("dev.cairn");

    private final RunContext context;
    private final StatementStep step;
    private final ObjectName tableName;
    private final CopyThrottle throttle;
    private final RebuildOptions options;
    private final CopyProgress progress;
    private final List<CopyUnit> allUnits;
    private final int roundNumber;
    private final Ticker.Stopwatch stopwatch;
    private final List<CopyUnit> doneUnits = new ArrayList<>();
    private boolean hasStartedUnit;

    /**
     * Starts a round.
     *
     * @param tableName the old table, whose name users know
     * @param allUnits the units that the round copies
     */
    CopyRound(
            RunContext context,
            StatementStep step,
            ObjectName tableName,
            CopyThrottle throttle,
            CopyProgress progress,
            List<CopyUnit> allUnits) {
        this.context = context;
        this.step = step;
        this.tableName = tableName;
        this.throttle = throttle;
        this.options = context.rebuildOptions();
        this.progress = progress;
        this.allUnits = allUnits;
        this.roundNumber = progress.nextRoundNumber();
        this.stopwatch = context.ticker().start();
    }

    @Override
    public void beforeUnit() {
        if (hasStartedUnit) {
            pause();
        }
        hasStartedUnit = true;
        throttle.awaitWindow();
    }

    private void pause() {
        if (!options.pause().isZero()) {
            context.sleep(options.pause());
            context.cancellation().requireNotCancelled();
        }
    }

    @Override
    public void afterUnit(CopyUnit unit) {
        doneUnits.add(unit);
        Progress.CopiedAmount doneAmount = sumAmounts(doneUnits);
        Progress.CopiedAmount totalAmount = sumAmounts(allUnits);
        Progress.Copying event = new Progress.Copying(
                context.migration(),
                step.plannedStep(),
                tableName.toString(),
                roundNumber,
                doneAmount,
                totalAmount,
                stopwatch.elapsed(),
                estimateRemainingTime(doneAmount, totalAmount));
        LOG.log(Level.INFO, () -> context.place(step) + ": " + event.summary());
        context.publish(event);
    }

    /**
     * Estimates the time that the remaining units need, including the pauses between them; empty if nothing is copied
     * yet. The estimate is based on the time of the copies, not on the time of the round, which may also have waited
     * for its window.
     */
    private Optional<Duration> estimateRemainingTime(
            Progress.CopiedAmount doneAmount, Progress.CopiedAmount totalAmount) {
        long copiedWeight = determineWeight(doneAmount, totalAmount);
        int remainingParts = totalAmount.parts() - doneAmount.parts();
        int remainingParallelism = Math.max(1, Math.min(options.maxParallel(), remainingParts));
        if (copiedWeight == 0) {
            return Optional.empty();
        }
        double remainingRatio = (double) (determineWeight(totalAmount, totalAmount) - copiedWeight) / copiedWeight;
        long millis = (long) (progress.totalDuration(doneUnits).toMillis() * remainingRatio / remainingParallelism);
        return Optional.of(Duration.ofMillis(millis).plus(options.pause().multipliedBy(remainingParts)));
    }

    /** Returns the amount in the most precise unit that the server has reported for the whole round. */
    private static long determineWeight(Progress.CopiedAmount amount, Progress.CopiedAmount totalAmount) {
        if (totalAmount.bytes() > 0) {
            return amount.bytes();
        }
        return totalAmount.rows() > 0 ? amount.rows() : amount.parts();
    }

    private static Progress.CopiedAmount sumAmounts(List<CopyUnit> units) {
        return new Progress.CopiedAmount(
                units.size(),
                units.stream().mapToLong(unit -> unit.size().rowCount()).sum(),
                units.stream().mapToLong(unit -> unit.size().byteCount()).sum());
    }
}
