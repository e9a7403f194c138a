package dev.cairn.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes random choices, which are the same for the same seed. */
public final class Dice {
    private final Random random;
    private int depth;

    public Dice(long seed) {
        // Without the product with a large odd number, the choices for neighbouring seeds would begin alike.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** Returns a number from 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns true once in the given number of throws on average. */
    public boolean oneIn(int number) {
        return below(number) == 0;
    }

    public boolean coin() {
        return random.nextBoolean();
    }

    /** Returns one of the choices, each with the same probability. */
    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[below(choices.length)];
    }

    /** Returns the value of one of the choices, each with the same probability. The other choices are not computed. */
    @SafeVarargs
    public final <T> T pickFrom(Supplier<? extends T>... choices) {
        return choices[below(choices.length)].get();
    }

    public <T> T orNull(Supplier<T> value) {
        return coin() ? value.get() : null;
    }

    /** Returns a list of at least {@code minSize} items; long lists are rare. */
    public <T> List<T> list(int minSize, Supplier<? extends T> item) {
        List<T> items = new ArrayList<>();
        while (items.size() < minSize || below(5) < 2) {
            items.add(item.get());
        }
        return items;
    }

    public <T> List<T> times(int count, Supplier<? extends T> item) {
        List<T> items = new ArrayList<>();
        while (items.size() < count) {
            items.add(item.get());
        }
        return items;
    }

    /** Returns an empty list, or one with at least one item. */
    public <T> List<T> maybeList(Supplier<? extends T> item) {
        return coin() ? List.of() : list(1, item);
    }

    /** Returns a nested value; with greater depth, a leaf becomes more likely. */
    public <T> T nested(Supplier<? extends T> leaf, Supplier<? extends T> branch) {
        if (depth > 4 || below(8) < 2 + depth) {
            return leaf.get();
        }
        depth++;
        try {
            return branch.get();
        } finally {
            depth--;
        }
    }
}
