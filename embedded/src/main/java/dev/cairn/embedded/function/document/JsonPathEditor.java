package dev.cairn.embedded.function.document;

import dev.cairn.engine.value.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Creates changed copies of JSON documents. The targets of paths are removed or replaced. */
final class JsonPathEditor {
    private JsonPathEditor() {}

    /**
     * Returns a copy of a document without the targets of paths.
     *
     * @param paths a JSON array; elements that are not paths, and paths with slices, remove nothing
     */
    static Object removeTargets(Object document, Object paths) {
        List<List<JsonPath.JsonPathStep>> targetPaths = new ArrayList<>();
        for (Object path : (List<?>) paths) {
            if (path instanceof String text) {
                JsonPath.parse(text).ifPresent(targetPath -> targetPaths.add(targetPath.stepsBelowRoot()));
            }
        }
        return removePaths(document, targetPaths);
    }

    /** Returns a copy without the targets of the paths. Each path begins at the value itself. */
    private static Object removePaths(Object value, List<List<JsonPath.JsonPathStep>> paths) {
        if (value instanceof Map<?, ?> object) {
            Map<String, Object> members = new TreeMap<>();
            object.forEach((name, member) -> findRemainingPaths(
                            new JsonPath.JsonPathStep.MemberStep((String) name), paths)
                    .ifPresent(innerPaths -> members.put((String) name, removePaths(member, innerPaths))));
            return members;
        }
        if (value instanceof List<?> array) {
            List<Object> elements = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                Object element = array.get(i);
                findRemainingPaths(new JsonPath.JsonPathStep.ElementStep(i), paths)
                        .ifPresent(innerPaths -> elements.add(removePaths(element, innerPaths)));
            }
            return elements;
        }
        return value;
    }

    /**
     * Returns the remaining steps of the paths that begin with this step; empty if it is the last step of one of
     * them.
     */
    private static Optional<List<List<JsonPath.JsonPathStep>>> findRemainingPaths(
            JsonPath.JsonPathStep step, List<List<JsonPath.JsonPathStep>> paths) {
        List<List<JsonPath.JsonPathStep>> remainingPaths = new ArrayList<>();
        for (List<JsonPath.JsonPathStep> path : paths) {
            if (!path.isEmpty() && path.get(0).equals(step)) {
                if (path.size() == 1) {
                    return Optional.empty();
                }
                remainingPaths.add(path.subList(1, path.size()));
            }
        }
        return Optional.of(remainingPaths);
    }

    /**
     * Returns a copy of a document in which the target of a path is replaced. A missing member or element is added if
     * it is the last step of the path; otherwise, the copy is unchanged.
     */
    static Object replaceTarget(Object document, JsonPath path, Object value) {
        return replaceTarget(document, path.stepsBelowRoot(), 0, value);
    }

    private static Object replaceTarget(
            Object document, List<JsonPath.JsonPathStep> steps, int stepIndex, Object value) {
        if (stepIndex == steps.size()) {
            return value;
        }
        JsonPath.JsonPathStep nextStep = steps.get(stepIndex);
        boolean isLast = stepIndex == steps.size() - 1;
        if (document instanceof Map<?, ?> object && nextStep instanceof JsonPath.JsonPathStep.MemberStep memberStep) {
            Map<String, Object> copy = new TreeMap<>();
            object.forEach((key, member) -> copy.put((String) key, member));
            Object innerValue = copy.get(memberStep.name());
            if (innerValue != null || isLast) {
                copy.put(
                        memberStep.name(),
                        replaceTarget(innerValue == null ? JsonReader.NULL : innerValue, steps, stepIndex + 1, value));
            }
            return copy;
        }
        if (document instanceof List<?> array && nextStep instanceof JsonPath.JsonPathStep.ElementStep elementStep) {
            int index = elementStep.index();
            List<Object> copy = new ArrayList<>(array);
            if (index < array.size()) {
                copy.set(index, replaceTarget(array.get(index), steps, stepIndex + 1, value));
            } else if (isLast) {
                copy.add(value);
            }
            return copy;
        }
        return document;
    }
}
