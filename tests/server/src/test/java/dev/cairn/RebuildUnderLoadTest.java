package dev.cairn;

import dev.cairn.random.Breadth;
import dev.cairn.upgrade.RebuildOptions.SwapMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Rebuilds a table repeatedly while several writers change it and a twin that is not rebuilt. Afterwards, both tables
 * have the same rows. Some of the rebuilding processes are killed, and other processes resume the rebuild.
 *
 * <p>The seed determines the statements, and the machine determines when they are sent. The rows are the same in any
 * order. The test prints the times for which the table was unavailable.
 */
class RebuildUnderLoadTest {
    /** The number of rebuilds for each key model and each swap mode; {@code -Dcairn.test.rebuilds=50} runs more. */
    private static final int REBUILD_COUNT = Breadth.of("cairn.test.rebuilds", 1, 4);

    private static final long SEED = Long.getLong("cairn.test.seed", 1);

    /** The longest times for which one reader or writer was refused, in milliseconds. */
    private record Outages(List<Long> withoutKills, List<Long> withKills) {
        Outages() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        static String describeDistribution(List<Long> times) {
            if (times.isEmpty()) {
                return "none";
            }
            List<Long> sortedTimes = times.stream().sorted().toList();
            return sortedTimes.size() + " rebuilds: median " + sortedTimes.get(sortedTimes.size() / 2) + " ms, 90 % "
                    + sortedTimes.get(sortedTimes.size() * 9 / 10) + " ms, longest "
                    + sortedTimes.get(sortedTimes.size() - 1) + " ms";
        }
    }

    @TestFactory
    @Tag(Breadth.LONG)
    Stream<DynamicTest> aRebuiltTableHasTheRowsOfItsTwin() {
        System.out.println("seed: " + SEED);
        return Stream.of(RebuildKeyModel.values())
                .flatMap(model -> swapModes(model).stream()
                        .map(swapMode ->
                                DynamicTest.dynamicTest(model + " " + swapMode, () -> runRebuilds(model, swapMode))));
    }

    /** Returns both modes in the long form; in the short form, the modes alternate from model to model. */
    private static List<SwapMode> swapModes(RebuildKeyModel model) {
        List<SwapMode> modes = List.of(SwapMode.FENCE, SwapMode.SWAP);
        int position = List.of(RebuildKeyModel.values()).indexOf(model);
        return Breadth.isLong() ? modes : List.of(modes.get(Math.floorMod(SEED + position, modes.size())));
    }

    private static void runRebuilds(RebuildKeyModel model, SwapMode swapMode) throws Exception {
        Outages outages = new Outages();
        Map<DisturbedRebuild.Outcome, Integer> outcomeCounts = new EnumMap<>(DisturbedRebuild.Outcome.class);
        int writeCount = 0;
        for (int rebuildNumber = 0; rebuildNumber < REBUILD_COUNT; rebuildNumber++) {
            long seed = SEED * 1_000_003 + rebuildNumber * 31L + (model + " " + swapMode).hashCode();
            try (DisturbedRebuild rebuild = new DisturbedRebuild(model, swapMode, new Random(seed))) {
                try {
                    outcomeCounts.merge(rebuild.run(), 1, Integer::sum);
                } catch (Exception | AssertionError failure) {
                    throw new AssertionError(
                            model + " " + swapMode + ", rebuild " + rebuildNumber + " of seed " + SEED + "\n"
                                    + rebuild.events(),
                            failure);
                }
                (rebuild.killCount() > 0 ? outages.withKills : outages.withoutKills).add(rebuild.longestOutage());
                writeCount += rebuild.countStatements();
            }
        }
        System.out.println(model + " " + swapMode + ": " + outcomeCounts + ", " + writeCount + " writes; refused: "
                + Outages.describeDistribution(outages.withoutKills) + "; with kills: "
                + Outages.describeDistribution(outages.withKills));
    }
}
