package dev.cairn.tooling.lint;

import dev.cairn.plan.step.LintRule;
import dev.cairn.sql.ast.Span;
import dev.cairn.tooling.release.ReleasedConstants;
import dev.cairn.tooling.release.RemovedConstants;

/** Finds constants of enums that the previous release had: rows with them can't be read any more. */
final class ConstantLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        for (RemovedConstants constants : input.otherReaders().removedConstants()) {
            ReleasedConstants column = constants.column();
            String type = column.type().substring(column.type().lastIndexOf('.') + 1);
            String remedy = LintRule.REMOVES_CONSTANT.remedy()
                    + constants
                            .renameStatement()
                            .map(statement -> " If " + constants.added().get(0) + " is its new name: " + statement)
                            .orElse("");
            findings.add(
                    LintRule.REMOVES_CONSTANT,
                    new LintSubject.SchemaPart(column.object(), column.column()),
                    Span.NONE,
                    type + " no longer has " + String.join(", ", constants.removed()) + ", so rows of "
                            + column.object().name() + " with it can't be read; this counts them: "
                            + constants.countQuery(),
                    remedy);
        }
    }
}
