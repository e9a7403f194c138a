package dev.cairn.processor.model;

import dev.cairn.finding.FindingRule;
import dev.cairn.processor.finding.Place;
import java.util.List;

/** A code that {@code @Allow} names, and its place. The code may be unknown. */
public record AllowedWarning(String code, Place place) {
    /** Returns whether one of the warnings has the code of a rule. */
    public static boolean isAllowed(FindingRule rule, List<AllowedWarning> allowedWarnings) {
        return allowedWarnings.stream()
                .anyMatch(allowedWarning -> allowedWarning.code().equals(rule.code()));
    }
}
