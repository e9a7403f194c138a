package dev.cairn.tooling.lint;

import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.StagingName;
import dev.cairn.plan.step.Step;

/** Checks the rules that a team sets in cairn.properties; without settings it has no findings. */
final class PolicyLintCheck implements Linter.LintCheck {
    @Override
    public void check(LintInput input, LintFindings findings) {
        new ObjectPolicy(findings, findings.settings()).checkCatalog(input.catalog());
        if (findings.settings().isSet(LintSettings.REVERSIBLE)) {
            input.migrations().forEach(migration -> checkReversibility(migration, findings));
        }
    }

    private static void checkReversibility(LintedMigration migration, LintFindings findings) {
        for (LintedStatement statement : migration.statements()) {
            Step step = statement.step();
            ObjectName object = step.object();
            boolean belongsToRebuild =
                    object != null && (StagingName.isStaging(object.name()) || StagingName.isRetired(object.name()));
            if (!belongsToRebuild
                    && !step.touchedParts().isEmpty()
                    && step.reversalStatements().isEmpty()) {
                findings.add(
                        LintRule.IRREVERSIBLE_MIGRATION,
                        statement.subject(),
                        step.destroysData()
                                ? "no statement brings back the data that is lost"
                                : "no statement undoes this change");
            }
        }
    }
}
