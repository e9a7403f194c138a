package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The object that a declared statement creates, reduced to what its descriptor contains.
 *
 * @param comment the comment, or null if the object has no comment
 * @param primaryKeyNames the names of the columns of the PRIMARY KEY; empty for an object without a PRIMARY KEY
 */
record CreatedObject(QualifiedName name, @Nullable String comment, Set<String> primaryKeyNames) {
    static CreatedObject of(ObjectDeclaration declaration) {
        String comment = null;
        KeyClause keyClause = null;
        if (declaration.statement() instanceof CreateTable table) {
            comment = table.comment();
            keyClause = table.key();
        } else if (declaration.statement() instanceof CreateView view) {
            comment = view.comment();
        } else if (declaration.statement() instanceof CreateMaterializedView view) {
            comment = view.comment();
        }
        return new CreatedObject(declaration.name(), comment, collectPrimaryKeyNames(keyClause));
    }

    private static Set<String> collectPrimaryKeyNames(@Nullable KeyClause keyClause) {
        Set<String> columnNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (keyClause != null && keyClause.model() == KeyModel.PRIMARY) {
            keyClause.columns().forEach(column -> columnNames.add(column.text()));
        }
        return columnNames;
    }

    /** Returns the class that the descriptor extends. */
    ClassName descriptorSuperclass(ObjectDeclaration.Kind kind) {
        return switch (kind) {
            case TABLE ->
                RuntimeClassNames.schemaClass(
                        primaryKeyNames.isEmpty() ? "TableDescriptor" : "PrimaryKeyTableDescriptor");
            case SNAPSHOT_TABLE -> RuntimeClassNames.schemaClass("SnapshotTableDescriptor");
            case VIEW -> RuntimeClassNames.schemaClass("ViewDescriptor");
            case MATERIALIZED_VIEW -> RuntimeClassNames.schemaClass("MaterializedViewDescriptor");
            case EXTERNAL -> RuntimeClassNames.schemaClass("ExternalDescriptor");
        };
    }

    /**
     * Returns the parts of the name. Empty parts are added at the front until it has at least {@code minPartCount}
     * parts.
     */
    List<String> paddedNameParts(int minPartCount) {
        List<String> parts = new ArrayList<>();
        for (int partCount = name.parts().size(); partCount < minPartCount; partCount++) {
            parts.add("");
        }
        for (Name part : name.parts()) {
            parts.add(part.text());
        }
        return parts;
    }
}
