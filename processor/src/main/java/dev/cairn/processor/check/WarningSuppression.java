package dev.cairn.processor.check;

import dev.cairn.catalog.FindingRule;
import dev.cairn.catalog.Severity;
import dev.cairn.engine.advice.QueryAdviceRule;
import dev.cairn.migration.ChainRule;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
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

/** Applies {@code @Allow}, and checks that its codes exist and are codes of warnings. */
public final class WarningSuppression {
    private static final String LINT = "lint.";
    private static final Map<String, FindingRule> CODES = rulesByCode();
    private static final List<String> WARNINGS = CODES.values().stream()
            .filter(rule -> rule.severity() == Severity.WARNING)
            .map(FindingRule::code)
            .toList();

    private WarningSuppression() {}

    private static Map<String, FindingRule> rulesByCode() {
        return rules().collect(Collectors.toUnmodifiableMap(FindingRule::code, rule -> rule, (one, other) -> one));
    }

    /** Returns all rules whose findings javac reports. */
    public static Stream<FindingRule> rules() {
        return Stream.of(FindingCode.values(), ChainRule.values(), QueryAdviceRule.values())
                .flatMap(Arrays::stream);
    }

    /** Adds the findings of a record, except the warnings that the record, a component or the root allows. */
    public static void addUnsuppressed(
            Findings candidates, Declaration declaration, List<AllowedWarning> everywhere, Findings findings) {
        Map<Place, Set<String>> allowed = new HashMap<>();
        for (DeclaredColumn column : declaration.columns()) {
            if (!column.allowedWarnings().isEmpty()) {
                columnPlaces(column).forEach(place -> allowed.put(place, collectTags(column.allowedWarnings())));
            }
        }
        Set<String> onAll = collectTags(declaration.allowedWarnings());
        onAll.addAll(collectTags(everywhere));
        Findings keptFindings = new Findings();
        for (Finding finding : candidates.toList()) {
            String tag = finding.rule().code();
            boolean silent = onAll.contains(tag)
                    || allowed.getOrDefault(finding.place(), Set.of()).contains(tag);
            if (finding.rule().severity() == Severity.ERROR || !silent) {
                keptFindings.add(finding);
            }
        }
        findings.addAll(keptFindings);
    }

    /** Adds findings, except the warnings that are allowed. */
    public static void addUnsuppressed(Findings candidates, List<AllowedWarning> allowed, Findings findings) {
        Set<String> silent = collectTags(allowed);
        for (Finding finding : candidates.toList()) {
            boolean warning = finding.rule().severity() == Severity.WARNING;
            if (!warning || !silent.contains(finding.rule().code())) {
                findings.add(finding);
            }
        }
    }

    private static Set<Place> columnPlaces(DeclaredColumn column) {
        Set<Place> places = new HashSet<>(column.places().parts().values());
        places.add(column.place());
        PreviousName before = column.previousName();
        if (before != null) {
            places.add(before.place());
        }
        return places;
    }

    private static Set<String> collectTags(List<AllowedWarning> allowed) {
        Set<String> tags = new HashSet<>();
        allowed.forEach(warning -> tags.add(warning.tag()));
        return tags;
    }

    /** Checks the codes in an {@code @Allow}, except those of the linter, which knows its own. */
    public static void checkCodes(List<AllowedWarning> allowed, Findings findings) {
        for (AllowedWarning warning : allowed) {
            if (warning.tag().startsWith(LINT)) {
                continue;
            }
            Optional<FindingRule> rule = Optional.ofNullable(CODES.get(warning.tag()));
            if (rule.isEmpty()) {
                findings.add(
                        FindingCode.UNKNOWN_CODE,
                        warning.place(),
                        warning.tag(),
                        Suggestion.ending(warning.tag(), WARNINGS));
            } else if (rule.get().severity() == Severity.ERROR) {
                findings.add(FindingCode.ALLOWED_ERROR, warning.place(), warning.tag());
            }
        }
    }
}
