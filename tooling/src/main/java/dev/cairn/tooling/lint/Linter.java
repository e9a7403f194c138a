package dev.cairn.tooling.lint;

import java.util.List;

/**
 * Applies all lint rules to an input. An instance keeps no findings, so it may be used for any number of inputs.
 *
 * <pre>{@code
 * LintReport report = new Linter(settings, allowances).lint(input);
 * report.findings().forEach(finding -> System.out.println(finding.message()));
 * }</pre>
 */
public final class Linter {
    private static final List<LintCheck> CHECKS = List.of(
            new StepLintCheck(),
            new RowChangeLintCheck(),
            new DurabilityLintCheck(),
            new ExistingObjectLintCheck(),
            new DependentLintCheck(),
            new BrokenReaderLintCheck(),
            new EnumConstantLintCheck(),
            new ColumnPositionLintCheck(),
            new InactiveViewLintCheck(),
            new TargetLintCheck(),
            new CostLintCheck(),
            new LayoutLintCheck(),
            new AccessLintCheck(),
            new PolicyLintCheck());

    private final LintSettings settings;
    private final LintAllowances allowances;

    public Linter(LintSettings settings, LintAllowances allowances) {
        this.settings = settings;
        this.allowances = allowances;
    }

    /** One or several rules with a common subject. A check has no state, because it is used for all inputs. */
    interface LintCheck {
        void check(LintInput input, LintFindings findings);
    }

    public LintReport lint(LintInput input) {
        LintFindings findings = new LintFindings(settings, allowances);
        CHECKS.forEach(check -> check.check(input, findings));
        return findings.toReport();
    }
}
