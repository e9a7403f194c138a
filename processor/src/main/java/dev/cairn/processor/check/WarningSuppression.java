package dev.cairn.processor.check;

import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.finding.FindingRule;
import dev.cairn.finding.Severity;
import dev.cairn.migration.ChainRule;
import dev.cairn.plan.step.LintRule;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.processor.model.Suggestion;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Applies {@code @Allow}, and checks that its codes exist and are codes of warnings. An error can't be allowed, because
 * the server would still refuse the statement.
 */
public final class WarningSuppression {
    private static final Map<String, FindingRule> RULE_BY_CODE = createRuleByCode();
    private static final List<String> WARNING_CODES = RULE_BY_CODE.values().stream()
            .filter(rule -> rule.severity() == Severity.WARNING)
            .map(FindingRule::code)
            .toList();

    private WarningSuppression() {}

    private static Map<String, FindingRule> createRuleByCode() {
        return rules().collect(Collectors.toUnmodifiableMap(
                FindingRule::code, rule -> rule, (firstRule, secondRule) -> firstRule));
    }

    /** Returns all rules whose findings javac reports. */
    public static Stream<FindingRule> rules() {
        return Stream.of(CompileRule.values(), ChainRule.values(), QueryAdviceRule.values())
                .flatMap(Arrays::stream);
    }

    /**
     * Adds the findings of a record, except the warnings that the record or the root allows, and those that a component
     * allows at its own places.
     *
     * @param candidates the findings of the record
     * @param findings receives the findings that remain
     */
    public static void addUnsuppressedFindings(
            Findings candidates,
            ObjectDeclaration declaration,
            List<AllowedWarning> rootAllowedWarnings,
            Findings findings) {
        Map<Place, Set<String>> allowedCodesByPlace = new HashMap<>();
        for (DeclaredColumn column : declaration.columns()) {
            if (!column.allowedWarnings().isEmpty()) {
                collectColumnPlaces(column)
                        .forEach(place -> allowedCodesByPlace.put(place, collectCodes(column.allowedWarnings())));
            }
        }
        Set<String> allowedCodes = collectCodes(declaration.allowedWarnings());
        allowedCodes.addAll(collectCodes(rootAllowedWarnings));
        addUnsuppressedFindings(candidates, allowedCodes, allowedCodesByPlace, findings);
    }

    /** Adds the candidates to the findings, except the warnings that are allowed. */
    public static void addUnsuppressedFindings(
            Findings candidates, List<AllowedWarning> allowedWarnings, Findings findings) {
        addUnsuppressedFindings(candidates, collectCodes(allowedWarnings), Map.of(), findings);
    }

    private static void addUnsuppressedFindings(
            Findings candidates,
            Set<String> allowedCodes,
            Map<Place, Set<String>> allowedCodesByPlace,
            Findings findings) {
        for (Finding finding : candidates.toList()) {
            String code = finding.rule().code();
            boolean isSuppressed = allowedCodes.contains(code)
                    || allowedCodesByPlace
                            .getOrDefault(finding.place(), Set.of())
                            .contains(code);
            if (finding.rule().severity() == Severity.ERROR || !isSuppressed) {
                findings.add(finding);
            }
        }
    }

    private static Set<Place> collectColumnPlaces(DeclaredColumn column) {
        Set<Place> places = new HashSet<>(column.places().placeByPart().values());
        places.add(column.place());
        PreviousName previousName = column.previousName();
        if (previousName != null) {
            places.add(previousName.place());
        }
        return places;
    }

    private static Set<String> collectCodes(List<AllowedWarning> allowedWarnings) {
        Set<String> codes = new HashSet<>();
        allowedWarnings.forEach(warning -> codes.add(warning.code()));
        return codes;
    }

    /**
     * Reports codes in an {@code @Allow} that do not exist or belong to errors. Codes with the prefix {@code lint.}
     * are not checked here, because the linter knows them.
     */
    public static void checkCodes(List<AllowedWarning> allowedWarnings, Findings findings) {
        for (AllowedWarning warning : allowedWarnings) {
            if (warning.code().startsWith(LintRule.PREFIX)) {
                continue;
            }
            Optional<FindingRule> rule = Optional.ofNullable(RULE_BY_CODE.get(warning.code()));
            if (rule.isEmpty()) {
                findings.add(
                        CompileRule.UNKNOWN_CODE,
                        warning.place(),
                        warning.code(),
                        Suggestion.renderSuffix(warning.code(), WARNING_CODES));
            } else if (rule.get().severity() == Severity.ERROR) {
                findings.add(CompileRule.ALLOWED_ERROR, warning.place(), warning.code());
            }
        }
    }
}
