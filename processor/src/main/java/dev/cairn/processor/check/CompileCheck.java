package dev.cairn.processor.check;

import dev.cairn.catalog.Catalog;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks all declarations of one compilation for each target of their schema, so that one compilation reports all
 * mistakes. A finding that several targets have in common is reported once.
 */
public final class CompileCheck {
    private CompileCheck() {}

    /** Checks the declarations, adds the findings, and returns the declared schema of each root for all its targets. */
    public static List<DeclaredSchemas> buildAllDeclaredSchemas(CompileDeclarations declarations, Findings findings) {
        new SharedDeclarationCheck(findings).check(declarations.roots());
        Set<JavaClassName> memberRecordNames = new HashSet<>();
        List<DeclaredSchemas> declaredSchemas = new ArrayList<>();
        for (SchemaRoot root : declarations.roots()) {
            declaredSchemas.add(buildDeclaredSchemas(root, findings));
            root.members()
                    .forEach(
                            member -> memberRecordNames.add(member.declaration().recordName()));
        }
        for (ObjectDeclaration declaration : declarations.sourceDeclarations()) {
            checkAllowedWarnings(declaration, findings);
            RowMethodSizeCheck.check(declaration, findings);
            if (!memberRecordNames.contains(declaration.recordName())) {
                UnlistedTableCheck.check(declaration, findings);
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

    private static void checkAllowedWarnings(ObjectDeclaration declaration, Findings findings) {
        WarningSuppression.checkCodes(declaration.allowedWarnings(), findings);
        for (DeclaredColumn column : declaration.columns()) {
            WarningSuppression.checkCodes(column.allowedWarnings(), findings);
        }
    }
}
