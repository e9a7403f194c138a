package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.PermissiveProfile;
import dev.cairn.engine.context.Session;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.CompileRule;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.RecordShape;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks all declarations of one compilation for each target of their schema, so that one compilation reports all
 * mistakes. A finding that several targets have in common is reported once.
 */
public final class CompileCheck {
    private static final ServerProfile NEWEST_PROFILE = PermissiveProfile.of(ServerProfile.DEFAULT);
    private static final String ASSUMED_DATABASE_NAME = "schema";

    private static final int MAX_METHOD_BYTES = 65_535;
    /** The size of {@code row.put(300, TEXT, value.name())}: two locals, a number, a constant, and two calls. */
    private static final int PUT_CALL_BYTES = 14;

    /** The size of {@code value.audit()}, the call that leads into an embedded record. */
    private static final int ACCESSOR_CALL_BYTES = 3;

    private final Findings findings;

    private CompileCheck(Findings findings) {
        this.findings = findings;
    }

    /** Checks the declarations, adds the findings, and returns the declared schema of each root for all its targets. */
    public static List<DeclaredSchemas> buildAllDeclaredSchemas(CompileDeclarations declarations, Findings findings) {
        CompileCheck compileCheck = new CompileCheck(findings);
        Set<JavaClassName> memberRecordNames = new HashSet<>();
        List<DeclaredSchemas> declaredSchemas = new ArrayList<>();
        for (SchemaRoot root : declarations.roots()) {
            declaredSchemas.add(buildDeclaredSchemas(root, findings));
            root.members()
                    .forEach(
                            member -> memberRecordNames.add(member.declaration().recordName()));
        }
        for (ObjectDeclaration declaration : declarations.sourceDeclarations()) {
            compileCheck.checkAllowedWarnings(declaration);
            checkRowMethodSize(declaration, findings);
            if (!memberRecordNames.contains(declaration.recordName())) {
                compileCheck.checkTableWithoutRoot(declaration);
            }
        }
        return declaredSchemas;
    }

    /** Checks the members of a root against each of its targets, and returns one schema for each target. */
    public static DeclaredSchemas buildDeclaredSchemas(SchemaRoot root, Findings findings) {
        DeclaredSchemas declaredSchemas = new DeclaredSchemas(TargetFindingMerger.runForEachTarget(
                root.targets(), findings, (target, targetFindings) -> {
                    SchemaRoot targetRoot = root.withCheckedTarget(target);
                    Catalog catalog = new DeclaredCatalogBuilder(targetRoot, targetFindings).buildCatalog();
                    return new DeclaredSchema(targetRoot, catalog, root.hasAllEntries() && !targetFindings.hasErrors());
                }));
        new VariantCheck(declaredSchemas, findings).check();
        return declaredSchemas;
    }

    private void checkAllowedWarnings(ObjectDeclaration declaration) {
        WarningSuppression.checkCodes(declaration.allowedWarnings(), findings);
        for (DeclaredColumn column : declaration.columns()) {
            WarningSuppression.checkCodes(column.allowedWarnings(), findings);
        }
    }

    /** Checks a table that no root lists. It is valid if the newest server accepts it in any run mode. */
    private void checkTableWithoutRoot(ObjectDeclaration declaration) {
        boolean isTable = declaration.kind() == ObjectDeclaration.Kind.TABLE
                || declaration.kind() == ObjectDeclaration.Kind.SNAPSHOT_TABLE;
        if (isTable && declaration.statement() instanceof CreateTable statement) {
            Findings recordFindings = collectStatementFindings(declaration, statement, NEWEST_PROFILE);
            if (recordFindings.hasErrors()) {
                Findings sharedDataFindings =
                        collectStatementFindings(declaration, statement, NEWEST_PROFILE.with(RunMode.SHARED_DATA));
                recordFindings = sharedDataFindings.hasErrors() ? recordFindings : sharedDataFindings;
            }
            WarningSuppression.addUnsuppressedFindings(recordFindings, declaration, List.of(), findings);
        }
    }

    private static Findings collectStatementFindings(
            ObjectDeclaration declaration, CreateTable statement, ServerProfile profile) {
        Findings recordFindings = new Findings();
        TableCheck.check(new CheckedTable(declaration, statement, profile), recordFindings);
        Findings refusals = new Findings();
        String databaseName = declaration.databaseName(ASSUMED_DATABASE_NAME);
        new ObjectCreator(new Engine(profile), new Session(ASSUMED_DATABASE_NAME))
                .addTo(
                        Catalog.EMPTY.withDatabase(Database.of(databaseName)),
                        declaration,
                        statement,
                        recordFindings,
                        refusals);
        recordFindings.addAll(refusals);
        return recordFindings;
    }

    /**
     * Reports a table whose generated method for writing a row would exceed the limit of class files. This limit is
     * reached long before the server's limit of columns.
     */
    private static void checkRowMethodSize(ObjectDeclaration declaration, Findings findings) {
        if (countWriteBytes(declaration.shape(), PUT_CALL_BYTES) >= MAX_METHOD_BYTES) {
            findings.add(
                    CompileRule.TOO_MANY_COLUMNS,
                    declaration.place(),
                    declaration.recordName(),
                    declaration.columns().size());
        }
    }

    /** Estimates the size of the method that writes a row; {@code putBytes} is that of the call for one component. */
    private static int countWriteBytes(RecordShape shape, int putBytes) {
        int byteCount = 0;
        for (RecordShape.ShapeComponent component : shape.components()) {
            byteCount += component instanceof RecordShape.Group group
                    ? countWriteBytes(group.shape(), putBytes + ACCESSOR_CALL_BYTES)
                    : putBytes;
        }
        return byteCount;
    }
}
