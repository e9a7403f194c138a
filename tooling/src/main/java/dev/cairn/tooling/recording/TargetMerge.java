package dev.cairn.tooling.recording;

import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.Step;
import dev.cairn.profile.ServerCondition;
import dev.cairn.profile.ServerProfile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Merges what was planned for each target of a schema. A statement that is the same for all targets occurs once; any other one is
 * marked with its targets. For each target, the order of its statements remains.
 */
record TargetMerge(List<ServerProfile> targets) {
    /** An item and the targets that have it. */
    private record Shared<T>(T item, List<ServerProfile> targets) {}

    /** Merges the texts of statements. */
    List<String> texts(List<List<String>> lists) {
        return merged(lists, Function.identity(), (text, on) -> on.line() + "\n" + text);
    }

    /** Merges plans. */
    Plan plans(List<Plan> plans) {
        Set<Objection> impossible = new LinkedHashSet<>();
        Set<RenameHint> hints = new LinkedHashSet<>();
        for (Plan plan : plans) {
            impossible.addAll(plan.impossible());
            hints.addAll(plan.hints());
        }
        List<Step> steps = merged(plans.stream().map(Plan::steps).toList(), Step::text, Step::marked);
        return new Plan(steps, List.copyOf(impossible), List.copyOf(hints));
    }

    private <T> List<T> merged(List<List<T>> lists, Function<T, String> text, BiFunction<T, Marker.On, T> marking) {
        List<Shared<T>> all = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            all = with(all, lists.get(i), targets.get(i), text);
        }
        List<T> merged = new ArrayList<>();
        for (Shared<T> shared : all) {
            boolean everywhere = shared.targets().size() == targets.size();
            String servers = ServerCondition.of(shared.targets()).toString();
            merged.add(everywhere ? shared.item() : marking.apply(shared.item(), new Marker.On(servers)));
        }
        return merged;
    }

    /** Adds the items of a target, so that a longest common subsequence is shared. */
    private static <T> List<Shared<T>> with(
            List<Shared<T>> all, List<T> items, ServerProfile target, Function<T, String> text) {
        int[][] common = new int[all.size() + 1][items.size() + 1];
        for (int i = all.size() - 1; i >= 0; i--) {
            for (int j = items.size() - 1; j >= 0; j--) {
                common[i][j] = isSame(all.get(i), items.get(j), text)
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<Shared<T>> merged = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < all.size() || j < items.size()) {
            if (i < all.size() && j < items.size() && isSame(all.get(i), items.get(j), text)) {
                List<ServerProfile> sharing = new ArrayList<>(all.get(i).targets());
                sharing.add(target);
                merged.add(new Shared<>(all.get(i++).item(), List.copyOf(sharing)));
                j++;
            } else if (j == items.size() || (i < all.size() && common[i + 1][j] >= common[i][j + 1])) {
                merged.add(all.get(i++));
            } else {
                merged.add(new Shared<>(items.get(j++), List.of(target)));
            }
        }
        return merged;
    }

    private static <T> boolean isSame(Shared<T> shared, T item, Function<T, String> text) {
        return text.apply(shared.item()).equals(text.apply(item));
    }
}
