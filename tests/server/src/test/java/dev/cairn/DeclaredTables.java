package dev.cairn;

import dev.cairn.schema.Descriptor;
import dev.cairn.schema.Row;
import dev.cairn.schema.RowSink;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.TableDescriptor;
import dev.cairn.upgrade.GeneratedClassFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A schema whose tables are declared, but not recorded by migrations. */
final class DeclaredTables extends SchemaDescriptor {
    private final List<Descriptor<?>> members = new ArrayList<>();

    DeclaredTables(String... createStatements) {
        super(GeneratedClassFormat.CURRENT, World.DATABASE, "4.1", "shared_nothing");
        for (String createStatement : createStatements) {
            int nameIndex = createStatement.indexOf('`') + 1;
            members.add(new DeclaredTable(
                    createStatement.substring(nameIndex, createStatement.indexOf('`', nameIndex)), createStatement));
        }
    }

    /** Adds statements about roles; returns this schema. */
    DeclaredTables withRoleStatements(String... statements) {
        addRoleStatements(statements);
        return this;
    }

    /** Sets the hash of the declarations that the migrations lead to; returns this schema. */
    DeclaredTables withRecordedHash(String declarationsHash) {
        setDeclarationHash(declarationsHash);
        return this;
    }

    @Override
    protected void forEachDescriptor(Consumer<Descriptor<?>> consumer) {
        members.forEach(consumer);
    }

    private static final class DeclaredTable extends TableDescriptor<Object> {
        DeclaredTable(String name, String ddl) {
            super(GeneratedClassFormat.CURRENT, "", name, ddl);
        }

        @Override
        public Object read(Row row) {
            throw new UnsupportedOperationException("rows are not read or written here");
        }

        @Override
        public void write(Object value, RowSink row) {
            throw new UnsupportedOperationException("rows are not read or written here");
        }
    }
}
