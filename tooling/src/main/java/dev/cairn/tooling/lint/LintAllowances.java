package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.MigrationAction;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;
import dev.cairn.processor.model.Suggestion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The findings that are accepted by {@code @Allow} on a record, a component, a root, an interface of queries or a
 * method. Findings are also accepted by {@code -- allow: lint.drops-data reason} above a statement.
 *
 * @param allowancesBySubject the accepted codes by the names of subjects: {@code shop.orders.note},
 *     {@code Sales.perCity}; the codes for the whole schema by {@link #WHOLE_SCHEMA}
 */
public record LintAllowances(Map<String, List<Allowance>> allowancesBySubject) {
    public static final String WHOLE_SCHEMA = "";

    public static final LintAllowances NONE = new LintAllowances(Map.of());

    public LintAllowances {
        allowancesBySubject = Map.copyOf(allowancesBySubject);
    }

    /**
     * Accepts the findings of one rule.
     *
     * @param code the code of the rule with the prefix: {@code lint.drops-data}
     */
    public record Allowance(String code, String reason) {}

    /** Returns the allowances of the comments above the statements that create objects. */
    public static LintAllowances ofCreations(LintInput input) {
        Map<String, List<Allowance>> allowancesBySubject = new HashMap<>();
        for (ObjectName objectName : SchemaObject.collectNames(input.catalog())) {
            List<Allowance> allowances = input.findLastCreation(objectName).stream()
                    .flatMap(creation -> creation.step().action().markers().stream())
                    .filter(Marker.AllowsFinding.class::isInstance)
                    .map(Marker.AllowsFinding.class::cast)
                    .map(marker -> new Allowance(marker.code(), marker.reason()))
                    .toList();
            allowancesBySubject.put(objectName.toString(), allowances);
        }
        return new LintAllowances(allowancesBySubject);
    }

    /**
     * Returns the text of an unrecorded step, preceded by comments that accept the same findings as the record of its
     * object.
     */
    String renderWithComments(Step step) {
        ObjectName objectName = step.object();
        List<Allowance> allowances = objectName == null
                ? List.of()
                : allowancesBySubject.getOrDefault(
                        objectName
                                .withName(TemporaryName.removePlannedSuffix(objectName.name()))
                                .toString(),
                        List.of());
        return Stream.concat(
                        allowances.stream()
                                .map(allowance -> new Marker.AllowsFinding(
                                                allowance.code(),
                                                allowance.reason().replaceAll("\\R", " "))
                                        .line()),
                        Stream.of(step.text()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * Requires that a code with the prefix is the code of a rule.
     *
     * @param location the beginning of the message, such as {@code Order.java:12: @Allow}
     * @throws IllegalArgumentException if there is no such rule; the message suggests the most similar code, if there
     *     is one
     */
    public static void requireRule(String code, String location) {
        if (LintRule.find(code).isEmpty()) {
            List<String> codes = Arrays.stream(LintRule.values())
                    .map(rule -> LintRule.PREFIX + rule.code())
                    .toList();
            throw new IllegalArgumentException(location + " names the unknown rule " + code
                    + Suggestion.findNearest(code, codes)
                            .map(nearest -> ". Did you mean " + nearest + "?")
                            .orElse(". docs/lint.md lists the rules."));
        }
    }

    /** Returns the reason why a finding is accepted, from the most specific allowance; empty if it is not accepted. */
    Optional<String> findReason(LintFinding finding) {
        String code = LintRule.PREFIX + finding.rule().code();
        LintSubject subject = finding.subject();
        if (subject instanceof LintSubject.MigrationStatement migrationStatement) {
            Optional<String> markedReason = MigrationAction.parse(migrationStatement.sql()).markers().stream()
                    .filter(Marker.AllowsFinding.class::isInstance)
                    .map(Marker.AllowsFinding.class::cast)
                    .filter(marker -> marker.code().equals(code))
                    .map(Marker.AllowsFinding::reason)
                    .findFirst();
            return markedReason.or(() -> findReason(WHOLE_SCHEMA, code));
        }
        Optional<String> objectReason = subject instanceof LintSubject.SchemaPart schemaPart
                        && !schemaPart.columnName().isEmpty()
                ? findReason(schemaPart.objectName().toString(), code)
                : Optional.empty();
        return findReason(subject.name(), code).or(() -> objectReason).or(() -> findReason(WHOLE_SCHEMA, code));
    }

    private Optional<String> findReason(String subject, String code) {
        return allowancesBySubject.getOrDefault(subject, List.of()).stream()
                .filter(allowance -> allowance.code().equals(code))
                .map(Allowance::reason)
                .findFirst();
    }
}
