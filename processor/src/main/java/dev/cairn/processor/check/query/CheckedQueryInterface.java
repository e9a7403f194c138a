package dev.cairn.processor.check.query;

import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.check.DeclaredSchemas;
import dev.cairn.processor.check.TargetFindingMerger;
import dev.cairn.processor.check.WarningSuppression;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.DeclaredRole;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.QueryRole;
import dev.cairn.processor.model.QueryListing;
import dev.cairn.processor.model.SchemaRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query interface, and its queries in the order of the methods. A query with errors is contained unchecked, so that
 * its method is generated.
 *
 * @param schema the schema of the queries, on its first target; null if it could not be read, so that nothing was
 *     checked
 */
public record CheckedQueryInterface(
        QueryDeclaration declaration, @Nullable DeclaredSchema schema, List<CheckedQuery> queries) {
    public CheckedQueryInterface {
        queries = List.copyOf(queries);
    }

    /**
     * Checks the queries of a compilation, each against its schema. Queries of a schema that could not be read remain
     * unchecked. The findings of a schema that is not in the sources of the compilation are not added.
     */
    public static List<CheckedQueryInterface> checkAll(
            CompileDeclarations declarations, List<DeclaredSchemas> declaredSchemas, Findings findings) {
        Map<JavaClassName, DeclaredSchemas> schemasByRootName = new HashMap<>();
        declaredSchemas.forEach(schemas -> schemasByRootName.put(schemas.root().typeName(), schemas));
        for (SchemaRoot root : declarations.queriedRoots()) {
            Findings ignoredFindings = new Findings();
            schemasByRootName.put(root.typeName(), CompileCheck.buildDeclaredSchemas(root, ignoredFindings));
        }
        List<CheckedQueryInterface> checkedInterfaces = new ArrayList<>();
        for (QueryDeclaration declaration : declarations.queryDeclarations()) {
            checkedInterfaces.add(checkInterface(declaration, schemasByRootName.get(declaration.rootName()), findings));
        }
        return checkedInterfaces;
    }

    /**
     * Checks the statements of an interface. The result also contains statements with errors, so that their methods are
     * generated.
     *
     * @param declaredSchemas the schema on its targets; null if it could not be read, so that nothing can be checked
     */
    private static CheckedQueryInterface checkInterface(
            QueryDeclaration declaration, @Nullable DeclaredSchemas declaredSchemas, Findings findings) {
        WarningSuppression.checkCodes(declaration.allowedWarnings(), findings);
        List<DeclaredRole> roles =
                declaredSchemas == null ? List.of() : resolveRoles(declaration, declaredSchemas.root(), findings);
        List<CheckedQuery> queries = new ArrayList<>();
        for (Method method : declaration.methods()) {
            WarningSuppression.checkCodes(method.allowedWarnings(), findings);
            Findings statementFindings = new Findings();
            queries.add(
                    declaredSchemas == null
                            ? StatementCheck.createUncheckedQuery(declaration.typeName(), method)
                            : checkStatement(
                                    declaration.typeName(), method, declaredSchemas, roles, statementFindings));
            List<AllowedWarning> allowedWarnings = new ArrayList<>(method.allowedWarnings());
            allowedWarnings.addAll(declaration.allowedWarnings());
            allowedWarnings.addAll(
                    declaredSchemas == null ? List.of() : declaredSchemas.root().allowedWarnings());
            WarningSuppression.addUnsuppressedFindings(statementFindings, allowedWarnings, findings);
        }
        return new CheckedQueryInterface(
                declaration, declaredSchemas == null ? null : declaredSchemas.firstSchema(), queries);
    }

    /**
     * Returns the roles with which the statements run. Reports a role that the schema does not list, and then returns
     * an empty list, so that privileges are not checked.
     */
    private static List<DeclaredRole> resolveRoles(QueryDeclaration declaration, SchemaRoot root, Findings findings) {
        List<DeclaredRole> roles = new ArrayList<>();
        for (QueryRole queryRole : declaration.roles()) {
            root.roles().stream()
                    .filter(schemaRole -> schemaRole.typeName().equals(queryRole.typeName()))
                    .findFirst()
                    .ifPresentOrElse(roles::add, () -> {
                        if (root.hasAllEntries()) {
                            findings.add(
                                    CompileRule.UNLISTED_ROLE, queryRole.place(), queryRole.typeName(), root.name());
                        }
                    });
        }
        return roles.size() == declaration.roles().size() ? roles : List.of();
    }

    /** Checks a statement for each target. Its parameters and results have the types that hold for the first target. */
    private static CheckedQuery checkStatement(
            JavaClassName interfaceName,
            Method method,
            DeclaredSchemas declaredSchemas,
            List<DeclaredRole> roles,
            Findings findings) {
        return TargetFindingMerger.runForEachTarget(
                        declaredSchemas.root().targets(),
                        findings,
                        (target, targetFindings) -> new StatementCheck(
                                        interfaceName, method, declaredSchemas.schemaFor(target), roles, targetFindings)
                                .check())
                .get(0);
    }

    /** Returns the listing of the statements for tools; null if the statements could not be checked. */
    public @Nullable QueryListing createListing() {
        if (schema == null) {
            return null;
        }
        SchemaRoot root = schema.root();
        return new QueryListing(
                new QueryListing.ListedInterface(
                        declaration.typeName().qualifiedName(),
                        declaration.typeName().queriesClassName().qualifiedName()),
                new QueryListing.ListedSchema(
                        root.typeName().qualifiedName(),
                        root.descriptorName().qualifiedName(),
                        root.name(),
                        String.valueOf(root.checkedTarget().version())),
                queries);
    }
}
