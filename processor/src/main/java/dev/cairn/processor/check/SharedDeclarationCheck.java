package dev.cairn.processor.check;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.SchemaRoot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports what two schemas of a compilation have in common, unless a root allows this: it may be intended if the
 * schemas never share a database.
 */
final class SharedDeclarationCheck {
    private final Findings findings;

    SharedDeclarationCheck(Findings findings) {
        this.findings = findings;
    }

    void check(List<SchemaRoot> roots) {
        checkRecords(roots);
        checkSchemaNames(roots);
    }

    private void checkRecords(List<SchemaRoot> roots) {
        Map<JavaClassName, SchemaRoot> rootByRecordName = new HashMap<>();
        for (SchemaRoot root : roots) {
            for (SchemaRoot.Member member : root.members()) {
                JavaClassName recordName = member.declaration().recordName();
                boolean isOwned = member.declaration().kind() != Kind.EXTERNAL;
                SchemaRoot otherRoot = isOwned ? rootByRecordName.putIfAbsent(recordName, root) : null;
                if (otherRoot != null && !AllowedWarning.isAllowed(CompileRule.TWO_SCHEMAS, root.allowedWarnings())) {
                    findings.add(CompileRule.TWO_SCHEMAS, member.place(), recordName, otherRoot.name());
                }
            }
        }
    }

    /** Reports schemas with the same name, which is also the name of their ledger. */
    private void checkSchemaNames(List<SchemaRoot> roots) {
        Map<String, SchemaRoot> rootByName = new HashMap<>();
        for (SchemaRoot root : roots) {
            SchemaRoot otherRoot = rootByName.putIfAbsent(root.name(), root);
            if (otherRoot != null
                    && !AllowedWarning.isAllowed(CompileRule.SHARED_SCHEMA_NAME, root.allowedWarnings())) {
                findings.add(
                        CompileRule.SHARED_SCHEMA_NAME,
                        root.origin().place(),
                        root.origin().typeName(),
                        otherRoot.origin().typeName(),
                        root.name());
            }
        }
    }
}
