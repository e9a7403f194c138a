package dev.cairn.cli.lint;

import dev.cairn.tooling.lint.LintAllowances;
import dev.cairn.tooling.lint.LintFinding;
import dev.cairn.tooling.lint.LintInput;
import dev.cairn.tooling.lint.LintSubject;
import dev.cairn.tooling.lint.source.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The input of the rules, with the accepted findings and the locations of its parts.
 *
 * @param schemaName the name of the schema; empty for an SQL file without compiled classes
 * @param inputs one for each target of the schema, the newest first
 * @param allowances the findings that the sources accept
 * @param locator returns the location of a finding; empty if it is not known
 * @param subjectFilter accepts the subjects whose findings are reported
 * @param notes remarks to print after the findings: the releases with which the migrations were compared
 */
public record LintScope(
        String schemaName,
        List<LintInput> inputs,
        LintAllowances allowances,
        Function<LintFinding, Optional<SourceLocation>> locator,
        Predicate<LintSubject> subjectFilter,
        List<String> notes) {
    public LintScope {
        inputs = List.copyOf(inputs);
        notes = List.copyOf(notes);
    }
}
