package dev.cairn.processor.check;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.finding.Severity;
import dev.cairn.processor.check.refusal.CheckedTable;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.DeclaredVariant;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.PartitionClause;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the variants of the records of a schema: each variant applies to a target, no two variants apply to the same
 * target, each variant and each clause that variants can replace has an effect on a target, and the columns of an
 * object have the same types on all targets.
 */
final class VariantCheck {
    private final DeclaredSchemas declaredSchemas;
    private final SchemaRoot root;
    private final Findings findings;

    VariantCheck(DeclaredSchemas declaredSchemas, Findings findings) {
        this.declaredSchemas = declaredSchemas;
        this.root = declaredSchemas.root();
        this.findings = findings;
    }

    /**
     * Reports the mistakes. If a variant of a record applies to no target, or two apply to the same target, the other
     * checks of this record are omitted.
     */
    void check() {
        for (SchemaRoot.Member member : root.members()) {
            ObjectDeclaration declaration = member.declaration();
            if (!declaration.variants().isEmpty() && verifyTargets(declaration)) {
                checkEffect(declaration);
                checkColumns(declaration);
            }
        }
    }

    /**
     * Returns whether each variant applies to a target, and no two variants to the same target; reports each variant
     * that violates this.
     */
    private boolean verifyTargets(ObjectDeclaration declaration) {
        boolean isValid = true;
        List<DeclaredVariant> variants = declaration.variants();
        for (int i = 0; i < variants.size(); i++) {
            DeclaredVariant variant = variants.get(i);
            List<ServerProfile> targets = findMatchingTargets(variant);
            if (targets.isEmpty()) {
                reportVariant(
                        variant.place(),
                        "'" + variant.serverCondition() + "' is not one of the targets of " + root.name() + ": "
                                + joinTargets(root.targets()) + "; remove the variant, or add the target to @Schema");
                isValid = false;
            }
            for (DeclaredVariant otherVariant : variants.subList(0, i)) {
                List<ServerProfile> sharedTargets = targets.stream()
                        .filter(otherVariant.serverCondition()::includes)
                        .toList();
                if (!sharedTargets.isEmpty()) {
                    reportVariant(
                            variant.place(),
                            "'" + otherVariant.serverCondition() + "' and '" + variant.serverCondition()
                                    + "' both include " + joinTargets(sharedTargets) + "; restrict one of them");
                    isValid = false;
                }
            }
        }
        return isValid;
    }

    private void reportVariant(Place place, String problem) {
        findings.add(CompileRule.VARIANT, place, problem);
    }

    private List<ServerProfile> findMatchingTargets(DeclaredVariant variant) {
        return root.targets().stream()
                .filter(variant.serverCondition()::includes)
                .toList();
    }

    private static String joinTargets(List<ServerProfile> targets) {
        return targets.stream().map(ServerProfile::target).collect(Collectors.joining(", "));
    }

    /**
     * Reports variants that do not differ from the record, and clauses of the record that variants replace on each
     * target.
     */
    private void checkEffect(ObjectDeclaration declaration) {
        for (DeclaredVariant variant : declaration.variants()) {
            if (Sql.render(variant.statement()).equals(Sql.render(declaration.statement()))
                    && queryText(variant.query()).equals(queryText(declaration.query()))) {
                reportVariant(
                        variant.place(), "this variant declares the same as the record without it; remove the variant");
            }
        }
        if (declaration.isFromSource()) {
            Set<Place> effectivePlaces = new HashSet<>();
            root.targets()
                    .forEach(target -> effectivePlaces.addAll(collectClausePlaces(declaration.withVariantFor(target))));
            for (Place clausePlace : collectClausePlaces(declaration)) {
                if (!effectivePlaces.contains(clausePlace)) {
                    reportVariant(
                            clausePlace,
                            "the variants replace this on each target of " + root.name()
                                    + "; write what one of them sets here, and remove it there");
                }
            }
        }
    }

    private static String queryText(@Nullable QueryText query) {
        return query == null ? "" : query.text();
    }

    /** Returns the places of the clauses that a variant can replace. */
    private static Set<Place> collectClausePlaces(ObjectDeclaration declaration) {
        List<Span> clauseSpans = new ArrayList<>();
        List<Property> properties = List.of();
        if (declaration.query() != null) {
            clauseSpans.add(declaration.query().span());
        }
        if (declaration.statement() instanceof CreateTable table) {
            clauseSpans.addAll(findDistributionSpans(table.distribution()));
            PartitionClause partitionClause = table.partitioning();
            clauseSpans.addAll(partitionClause == null ? List.of() : List.of(partitionClause.span()));
            properties = table.properties();
        } else if (declaration.statement() instanceof CreateMaterializedView view) {
            clauseSpans.addAll(findDistributionSpans(view.distribution()));
            view.partitionBy().forEach(item -> clauseSpans.add(item.span()));
            properties = view.properties();
        } else if (declaration.statement() instanceof CreateView view) {
            properties = view.properties();
        }
        properties.forEach(property -> clauseSpans.add(property.span()));
        return clauseSpans.stream().map(Place::of).collect(Collectors.toSet());
    }

    private static List<Span> findDistributionSpans(@Nullable Distribution distribution) {
        return distribution == null ? List.of() : List.of(distribution.span());
    }

    /**
     * Reports columns whose types differ between the queries of the targets. The types of the first target to which the
     * query of the record applies are the expected ones; if variants replace the query on each target, those of the
     * first target. {@link OutputCheck} compares the names.
     */
    private void checkColumns(ObjectDeclaration declaration) {
        if (declaration.variants().stream().noneMatch(DeclaredVariant::hasOwnQuery)) {
            return;
        }
        DeclaredSchema referenceSchema = declaredSchemas.schemas().stream()
                .filter(schema -> findQueryVariant(declaration, schema).isEmpty())
                .findFirst()
                .orElse(declaredSchemas.firstSchema());
        for (DeclaredSchema schema : declaredSchemas.schemas()) {
            QueryText query = findQueryVariant(declaration, schema)
                    .map(DeclaredVariant::query)
                    .orElse(null);
            if (query != null && !hasErrorAt(Place.of(query.span()))) {
                checkColumnTypes(declaration, referenceSchema, schema, Place.of(query.span()));
            }
        }
    }

    /** Returns whether an error of the query has been reported, which may be the cause of different types. */
    private boolean hasErrorAt(Place place) {
        return findings.toList().stream()
                .anyMatch(finding ->
                        finding.place().equals(place) && finding.rule().severity() == Severity.ERROR);
    }

    private static Optional<DeclaredVariant> findQueryVariant(ObjectDeclaration declaration, DeclaredSchema schema) {
        return declaration.findVariant(schema.root().checkedTarget()).filter(DeclaredVariant::hasOwnQuery);
    }

    private void checkColumnTypes(
            ObjectDeclaration declaration, DeclaredSchema referenceSchema, DeclaredSchema schema, Place place) {
        for (DeclaredColumn column : declaration.columns()) {
            Type expectedType = findColumnType(declaration, column, referenceSchema);
            Type actualType = findColumnType(declaration, column, schema);
            if (expectedType != null
                    && actualType != null
                    && !Objects.equals(withoutLengths(expectedType), withoutLengths(actualType))) {
                findings.add(
                        CompileRule.VARIANT_COLUMN,
                        place,
                        schema.root().checkedTarget().target(),
                        column.name(),
                        CheckedTable.formatType(actualType),
                        referenceSchema.root().checkedTarget().target(),
                        CheckedTable.formatType(expectedType));
            }
        }
    }

    /** Returns the type of a column of a view on the target of a schema; null if it is unknown. */
    private static @Nullable Type findColumnType(
            ObjectDeclaration declaration, DeclaredColumn column, DeclaredSchema schema) {
        String viewName = declaration.name().lastPart().text();
        return schema
                .catalog()
                .findDatabase(declaration.databaseName(schema.root().name()))
                .flatMap(database -> database.findView(viewName)
                        .map(View::columns)
                        .or(() -> database.findMaterializedView(viewName).map(MaterializedView::columns)))
                .stream()
                .flatMap(List::stream)
                .filter(viewColumn -> viewColumn.isNamed(column.name()))
                .findFirst()
                .map(ViewColumn::type)
                .orElse(null);
    }

    /**
     * Returns the type without lengths. The server derives them from the expressions of a query, and they do not matter
     * to the record.
     */
    private static Type withoutLengths(Type type) {
        return type instanceof Type.Text textType
                ? new Type.Text(textType.kind(), Type.Text.UNSPECIFIED_LENGTH)
                : type.mapComponentTypes(VariantCheck::withoutLengths);
    }
}
