package dev.cairn.processor.check.history;

import dev.cairn.analysis.UnknownFunction;
import dev.cairn.migration.ChainProblem;
import dev.cairn.migration.ChainProblem.Attribute;
import dev.cairn.migration.ChainRule;
import dev.cairn.migration.MigrationChain;
import dev.cairn.migration.UnknownName;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.token.SourceExcerpt;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reports the problems of a migration chain at the attributes that cause them. */
final class ChainProblemReporter {
    /**
     * The rules about the effect of a single statement. Whether a statement violates them depends only on its migration
     * and the previous ones, whose hash the migration names, so a compiled migration need not be reported again.
     */
    private static final Set<ChainRule> STATEMENT_RULES = Set.of(
            ChainRule.UNMARKED_DESTRUCTION,
            ChainRule.BUILT_IN_ROLE_GRANTED,
            ChainRule.NULL_ASSIGNMENT,
            ChainRule.LITERAL_LENGTH,
            ChainRule.LITERAL_VALUE);

    private final SchemaRoot root;
    private final Findings findings;
    private final Map<String, MigrationDeclaration> declarationByName = new HashMap<>();

    ChainProblemReporter(SchemaRoot root, List<MigrationDeclaration> migrations, Findings findings) {
        this.root = root;
        this.findings = findings;
        migrations.forEach(
                migration -> declarationByName.put(migration.migration().name(), migration));
    }

    /** Reports the problems of a chain, and its warnings unless the root allows them. */
    void reportProblems(MigrationChain chain) {
        chain.problems().forEach(this::reportProblem);
        chain.warnings().stream()
                .filter(warning -> !AllowedWarning.isAllowed(warning.rule(), root.allowedWarnings()))
                .forEach(this::reportProblem);
    }

    private void reportProblem(ChainProblem problem) {
        MigrationDeclaration declaration = Objects.requireNonNull(declarationByName.get(problem.migrationName()));
        if (STATEMENT_RULES.contains(problem.rule()) && !declaration.isFromSource()) {
            // The compilation of the migration has reported the problem, and this compilation can't fix it.
            return;
        }
        Place place = declaration.place(problem.attribute(), problem.index());
        Finding finding = new Finding(problem.rule(), place, describeProblem(problem));
        Span span = problem.span();
        findings.add(span == null ? finding : finding.withExcerpt(describePosition(declaration, problem, span)));
    }

    /**
     * Returns the position in words, which a finding about a compiled migration needs because it is reported at the
     * root.
     */
    private static String describePosition(MigrationDeclaration declaration, ChainProblem problem, Span span) {
        String statementText = statementTexts(declaration, problem).get(problem.index());
        String attributeName = declaration.isRepeatable()
                ? "statements"
                : problem.attribute().name().toLowerCase(Locale.ROOT);
        return "at line " + span.line() + ", column " + span.column() + " of statement " + (problem.index() + 1)
                + " of the " + attributeName + " of " + problem.migrationName() + ":\n"
                + SourceExcerpt.format(statementText, span);
    }

    private static List<String> statementTexts(MigrationDeclaration declaration, ChainProblem problem) {
        return problem.attribute() == Attribute.DOWNGRADE
                ? declaration.migration().downgrade()
                : declaration.migration().upgrade();
    }

    private static String describeProblem(ChainProblem problem) {
        if (STATEMENT_RULES.contains(problem.rule())) {
            return problem.describeWithCause("");
        }
        String message =
                problem.describeWithCause(describeSuggestion(problem.unknownName()) + describeUnknownFunction(problem));
        return problem.span() != null ? message : Character.toUpperCase(message.charAt(0)) + message.substring(1);
    }

    private static String describeSuggestion(@Nullable UnknownName unknownName) {
        if (unknownName == null) {
            return "";
        }
        return Suggestion.findNearest(unknownName.unknownName(), new TreeSet<>(unknownName.candidateNames()))
                .map(name -> " (did you mean '" + name + "'?)")
                .orElse("");
    }

    private static String describeUnknownFunction(ChainProblem problem) {
        UnknownFunction unknownFunction = problem.unknownFunction();
        return unknownFunction == null ? "" : "; " + unknownFunction.remedy();
    }
}
