package dev.cairn.plan.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Which declared renames apply, in an order in which each new name is free.
 *
 * <p>Where names go round in a circle, all of them are there before and after. So what was done and what is to be done are
 * told apart by what stands under the names: the circle applies if more of it is as it shall be with it than without it.
 */
public final class RenameOrder {
    private static final String ASIDE = "__cairn_renamed";

    private final Map<String, String> declared;
    private final Predicate<String> isBefore;
    private final Predicate<String> isAfter;
    private final BiPredicate<String, String> isAlike;
    private final Map<String, String> applicable = new LinkedHashMap<>();
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> asked = new HashSet<>();

    /** One name for another that is free by then. */
    record Move(String from, String to) {}

    /**
     * @param declared old names to new ones
     * @param isAlike whether what has the one name before is what shall have the other one after
     */
    RenameOrder(
            Map<String, String> declared,
            Predicate<String> isBefore,
            Predicate<String> isAfter,
            BiPredicate<String, String> isAlike) {
        this.declared = declared;
        this.isBefore = isBefore;
        this.isAfter = isAfter;
        this.isAlike = isAlike;
        declared.keySet().forEach(this::applies);
        declared.keySet().forEach(this::addCircle);
    }

    /** A name by which something is called for a moment, so that its own is free. */
    static String aside(String name) {
        return name + ASIDE;
    }

    /** Old names to new ones. */
    public Map<String, String> applicable() {
        return applicable;
    }

    /** What leads there. */
    List<Move> moves() {
        return moves;
    }

    private boolean applies(String from) {
        if (applicable.containsKey(from)) {
            return true;
        }
        String to = declared.get(from);
        if (to == null || !asked.add(from) || !isBefore.test(from) || !isAfter.test(to)) {
            return false;
        }
        boolean free = !isBefore.test(to) || applies(to);
        if (free) {
            applicable.put(from, to);
            moves.add(new Move(from, to));
        }
        return free;
    }

    private void addCircle(String first) {
        List<String> names = circle(first);
        if (names.isEmpty() || !isMeant(names)) {
            return;
        }
        moves.add(new Move(first, aside(first)));
        for (int i = names.size() - 1; i >= 0; i--) {
            String name = names.get(i);
            String next = names.get((i + 1) % names.size());
            moves.add(new Move(i == 0 ? aside(first) : name, next));
            applicable.put(name, next);
        }
    }

    /** Each becomes the next one, and the last one the first; empty where the names do not lead back. */
    private List<String> circle(String first) {
        List<String> names = new ArrayList<>();
        String next = first;
        while (next != null && !names.contains(next)) {
            if (applicable.containsKey(next) || !isBefore.test(next) || !isAfter.test(next)) {
                return List.of();
            }
            names.add(next);
            next = declared.get(next);
        }
        return first.equals(next) && names.size() > 1 ? names : List.of();
    }

    private boolean isMeant(List<String> names) {
        int with = 0;
        int without = 0;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            with += isAlike.test(name, names.get((i + 1) % names.size())) ? 1 : 0;
            without += isAlike.test(name, name) ? 1 : 0;
        }
        return with > without;
    }
}
