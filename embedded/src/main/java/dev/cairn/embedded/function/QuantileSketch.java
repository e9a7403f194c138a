package dev.cairn.embedded.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A t-digest, the sketch of {@code percentile_approx_weighted}: neighbouring values are combined, the fewer the nearer they are
 * to the ends. As on the server, it calculates in single precision.
 *
 * @param clusters the combined values in ascending order
 * @param total the sum of their weights
 */
record QuantileSketch(List<Cluster> clusters, float total) {
    private static final float COMPRESSION = 10_000;
    private static final float MIN_COMPRESSION = 2048;

    QuantileSketch {
        clusters = List.copyOf(clusters);
    }

    /** Values that are combined: their mean and their weight. */
    record Cluster(float mean, float weight) {
        /** @param text a value and its weight with a blank between them */
        static Cluster of(String text) {
            int blank = text.indexOf(' ');
            return new Cluster(Float.parseFloat(text.substring(0, blank)), Float.parseFloat(text.substring(blank + 1)));
        }

        Cluster with(Cluster other) {
            float sum = weight + other.weight;
            return new Cluster(mean + other.weight * (other.mean - mean) / sum, sum);
        }
    }

    /**
     * Creates the sketch of some values.
     *
     * @param texts the values and their weights, separated by commas
     * @param compression the number of clusters; the default applies if it is out of range
     */
    static QuantileSketch of(String texts, double compression) {
        List<Cluster> values = new ArrayList<>(
                Arrays.stream(texts.split(",", -1)).map(Cluster::of).toList());
        float total = totalWeight(values);
        values.sort(Comparator.comparing(Cluster::mean));
        boolean valid = compression >= MIN_COMPRESSION && compression <= COMPRESSION;
        return new QuantileSketch(combine(values, total, valid ? (float) compression : COMPRESSION), total);
    }

    private static List<Cluster> combine(List<Cluster> values, float total, float compression) {
        List<Cluster> clusters = new ArrayList<>(List.of(values.get(0)));
        float before = values.get(0).weight();
        float limit = total * share(1, compression);
        for (Cluster value : values.subList(1, values.size())) {
            int last = clusters.size() - 1;
            if (before + value.weight() <= limit) {
                clusters.set(last, clusters.get(last).with(value));
            } else {
                limit = total * share(place(before / total, compression) + 1, compression);
                clusters.add(value);
            }
            before += value.weight();
        }
        return clusters;
    }

    private static float totalWeight(List<Cluster> clusters) {
        float total = 0;
        for (Cluster cluster : clusters) {
            total += cluster.weight();
        }
        return total;
    }

    /** Returns the number of the cluster that the values below a share belong to. */
    private static float place(float share, float compression) {
        return (float) (compression * (Math.asin(2.0 * share - 1.0) + Math.PI / 2) / Math.PI);
    }

    /** Returns the share of the values up to a cluster. */
    private static float share(float place, float compression) {
        return (float) ((Math.sin(Math.min(place, compression) * Math.PI / compression - Math.PI / 2) + 1) / 2);
    }

    /** Returns a quantile: each cluster is in the middle of its weight, and values between two of them are interpolated. */
    double quantile(double share) {
        float target = (float) share * total;
        Cluster before = clusters.get(0);
        double end = before.weight();
        float middle = before.weight() / 2;
        if (target <= middle) {
            return before.mean();
        }
        for (Cluster next : clusters.subList(1, clusters.size())) {
            float nextMiddle = (float) (end + next.weight() / 2.0);
            if (target <= nextMiddle) {
                float right = target - middle;
                float left = nextMiddle - target;
                float mean = (before.mean() * left + next.mean() * right) / (left + right);
                return Math.max(before.mean(), Math.min(mean, next.mean()));
            }
            before = next;
            end += next.weight();
            middle = nextMiddle;
        }
        return before.mean();
    }
}
