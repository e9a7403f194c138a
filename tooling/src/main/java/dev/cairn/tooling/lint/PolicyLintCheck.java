package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.Step;
import dev.cairn.plan.step.TemporaryName;

/** Checks the rules that a team sets in cairn.properties; without settings it has no findings. */
final class PolicyLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        new ObjectPolicyCheck(findings, findings.settings()).checkCatalog(input.catalog());
        if (findings.settings().isEnabled(LintSettings.REVERSIBLE)) {
            input.migrations().forEach(migration -> checkReversibility(migration, findings));
        }
    }

    private static void checkReversibility(LintedMigration migration, LintFindings findings) {
        for (LintedStatement lintedStatement : migration.statements()) {
            Step step = lintedStatement.step();
            ObjectName objectName = step.object();
            boolean belongsToRebuild = objectName != null
                    && (TemporaryName.isStaging(objectName.name()) || TemporaryName.isRetired(objectName.name()));
            if (!belongsToRebuild
                    && !step.touchedParts().isEmpty()
                    && step.reversalStatements().isEmpty()) {
                findings.add(
                        LintRule.IRREVERSIBLE_MIGRATION,
                        lintedStatement.subject(),
                        step.destroysData()
                                ? "no statement brings back the data that is lost"
                                : "no statement undoes this change");
            }
        }
    }
}
