package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A t-digest, the sketch of {@code percentile_approx_weighted}: neighbouring values are combined into clusters, which
 * have fewer values near both ends. The calculation is in single precision, as on the server.
 *
 * @param clusters the combined values in ascending order
 * @param totalWeight the sum of their weights
 */
record TDigestSketch(List<WeightedCluster> clusters, float totalWeight) {
    private static final float MAX_COMPRESSION = 10_000;
    private static final float MIN_COMPRESSION = 2048;

    TDigestSketch {
        clusters = List.copyOf(clusters);
    }

    /** Values that are combined: their mean and their weight. */
    record WeightedCluster(float mean, float weight) {
        /**
         * Parses a value.
         *
         * @param text a value and its weight, separated by a space
         */
        static WeightedCluster of(String text) {
            int spaceIndex = text.indexOf(' ');
            return new WeightedCluster(
                    Float.parseFloat(text.substring(0, spaceIndex)), Float.parseFloat(text.substring(spaceIndex + 1)));
        }

        WeightedCluster merge(WeightedCluster otherCluster) {
            float sum = weight + otherCluster.weight;
            return new WeightedCluster(mean + otherCluster.weight * (otherCluster.mean - mean) / sum, sum);
        }
    }

    /**
     * Creates the sketch of at least one value.
     *
     * @param joinedWeightedValues the values, separated by commas; each one is followed by a space and its weight
     * @param compression the number of clusters; the maximum, which is the default, applies if it is out of range
     */
    static TDigestSketch of(String joinedWeightedValues, double compression) {
        List<WeightedCluster> values = new ArrayList<>(Arrays.stream(joinedWeightedValues.split(",", -1))
                .map(WeightedCluster::of)
                .toList());
        float totalWeight = sumWeights(values);
        values.sort(Comparator.comparing(WeightedCluster::mean));
        boolean isValidCompression = compression >= MIN_COMPRESSION && compression <= MAX_COMPRESSION;
        return new TDigestSketch(
                combine(values, totalWeight, isValidCompression ? (float) compression : MAX_COMPRESSION), totalWeight);
    }

    /** Combines sorted values: each cluster accepts values up to the fraction of the weight at which it ends. */
    private static List<WeightedCluster> combine(List<WeightedCluster> values, float totalWeight, float compression) {
        List<WeightedCluster> clusters = new ArrayList<>(List.of(values.get(0)));
        float weightBefore = values.get(0).weight();
        float weightLimit = totalWeight * fractionAt(1, compression);
        for (WeightedCluster value : values.subList(1, values.size())) {
            int lastIndex = clusters.size() - 1;
            if (weightBefore + value.weight() <= weightLimit) {
                clusters.set(lastIndex, clusters.get(lastIndex).merge(value));
            } else {
                weightLimit = totalWeight
                        * fractionAt(clusterIndexAt(weightBefore / totalWeight, compression) + 1, compression);
                clusters.add(value);
            }
            weightBefore += value.weight();
        }
        return clusters;
    }

    private static float sumWeights(List<WeightedCluster> clusters) {
        float totalWeight = 0;
        for (WeightedCluster cluster : clusters) {
            totalWeight += cluster.weight();
        }
        return totalWeight;
    }

    /** Returns the index of the cluster at this fraction of the weight. */
    private static float clusterIndexAt(float fraction, float compression) {
        return (float) (compression * (Math.asin(2.0 * fraction - 1.0) + Math.PI / 2) / Math.PI);
    }

    /** Returns the fraction of the weight up to the end of a cluster. */
    private static float fractionAt(float clusterIndex, float compression) {
        return (float) ((Math.sin(Math.min(clusterIndex, compression) * Math.PI / compression - Math.PI / 2) + 1) / 2);
    }

    /**
     * Returns a quantile. The mean of a cluster stands at the middle of its weight; between two means, the result is
     * interpolated.
     */
    double quantile(double fraction) {
        float targetWeight = (float) fraction * totalWeight;
        WeightedCluster previousCluster = clusters.get(0);
        double weightBefore = previousCluster.weight();
        float previousMiddle = previousCluster.weight() / 2;
        if (targetWeight <= previousMiddle) {
            return previousCluster.mean();
        }
        for (WeightedCluster nextCluster : clusters.subList(1, clusters.size())) {
            float nextMiddle = (float) (weightBefore + nextCluster.weight() / 2.0);
            if (targetWeight <= nextMiddle) {
                float distanceToPrevious = targetWeight - previousMiddle;
                float distanceToNext = nextMiddle - targetWeight;
                float mean = (previousCluster.mean() * distanceToNext + nextCluster.mean() * distanceToPrevious)
                        / (distanceToNext + distanceToPrevious);
                return Math.max(previousCluster.mean(), Math.min(mean, nextCluster.mean()));
            }
            previousCluster = nextCluster;
            weightBefore += nextCluster.weight();
            previousMiddle = nextMiddle;
        }
        return previousCluster.mean();
    }
}
