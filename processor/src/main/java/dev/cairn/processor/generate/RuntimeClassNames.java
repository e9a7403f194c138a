package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import dev.cairn.processor.model.QueryResult;

/** The names of the classes that generated code uses: the processor does not depend on the runtime. */
final class RuntimeClassNames {
    static final ClassName DATABASE = ClassName.get("dev.cairn.data", "Database");
    static final ClassName DATA_TEST = schemaClass("DataTest");
    static final ClassName DATA_TEST_KIND = DATA_TEST.nestedClass("Kind");
    static final ClassName DECLARED = schemaClass("Declared");
    static final ClassName DESCRIPTOR = schemaClass("Descriptor");
    static final ClassName GENERATED_CLASS_FORMAT = upgradeClass("GeneratedClassFormat");
    static final ClassName PAGE = ClassName.bestGuess(QueryResult.PAGE_CLASS);
    static final ClassName PAGE_REQUEST = ClassName.get("dev.cairn.data", "PageRequest");
    static final ClassName QUERY_CALL = ClassName.get("dev.cairn.data", "QueryCall");
    static final ClassName RECORDED_MIGRATION = upgradeClass("RecordedMigration");
    static final ClassName RECORDED_MIGRATION_BUILDER = RECORDED_MIGRATION.nestedClass("Builder");
    static final ClassName ROW = schemaClass("Row");
    static final ClassName ROW_SINK = schemaClass("RowSink");
    static final ClassName SCHEMA_DESCRIPTOR = schemaClass("SchemaDescriptor");
    static final ClassName SORT = ClassName.get("dev.cairn.data", "Sort");
    static final ClassName STRING = ClassName.get("java.lang", "String");
    static final ClassName VALUE_TYPE = schemaClass("ValueType");

    private RuntimeClassNames() {}

    static ClassName upgradeClass(String name) {
        return ClassName.get("dev.cairn.upgrade", name);
    }

    static ClassName schemaClass(String name) {
        return ClassName.get("dev.cairn.schema", name);
    }
}
