package dev.cairn.tooling.lint;

import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.release.ReleasedConstants;
import dev.cairn.tooling.release.RemovedEnumConstants;

/** Finds constants that this release has removed from enums, because it can't read the rows that contain them. */
final class EnumConstantLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (RemovedEnumConstants removedConstants : input.otherReaders().removedConstants()) {
            ReleasedConstants releasedConstants = removedConstants.previousConstants();
            String simpleEnumName = releasedConstants
                    .enumName()
                    .substring(releasedConstants.enumName().lastIndexOf('.') + 1);
            String remedy = LintRule.REMOVES_CONSTANT.remedy()
                    + removedConstants
                            .renderRenameStatement()
                            .map(statement ->
                                    " If " + removedConstants.addedNames().get(0) + " is its new name: " + statement)
                            .orElse("");
            findings.add(
                    LintRule.REMOVES_CONSTANT,
                    new LintSubject.SchemaPart(releasedConstants.object(), releasedConstants.column()),
                    Span.NONE,
                    simpleEnumName + " no longer has " + String.join(", ", removedConstants.removedNames())
                            + ", so rows of "
                            + releasedConstants.object().name() + " with it can't be read; this counts them: "
                            + removedConstants.renderCountQuery(),
                    remedy);
        }
    }
}
