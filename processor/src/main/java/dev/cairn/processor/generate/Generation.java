package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.GeneratedMark;
import dev.cairn.processor.model.History;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.Root;

/** The sources that are generated. */
public record Generation(Surroundings surroundings) {
    /** The format of all that is generated, which the runtime beside it must know. */
    static final int FORMAT = DescriptorFormat.CURRENT;

    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    private static final ClassName SUPPRESS_WARNINGS = ClassName.get("java.lang", "SuppressWarnings");

    /** The descriptor of a table or view. */
    public JavaFile descriptor(Declaration declaration) {
        DescriptorSource source = new DescriptorSource(declaration);
        JavaFile.Builder file = file(declaration.record(), source.type());
        source.scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return file.build();
    }

    /** The class of a recorded migration. */
    public JavaFile migration(MigrationDeclaration declaration) {
        return file(declaration.type(), new MigrationClassSource(declaration).type())
                .build();
    }

    /** The schema. */
    public JavaFile schema(Root root, History history) {
        return file(root.type(), new SchemaSource(root, history).type()).build();
    }

    /** What every generated file begins with; it says nothing that differs from one compile to the next. */
    private JavaFile.Builder file(JavaName from, TypeSpec.Builder type) {
        if (surroundings.marked()) {
            type.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", "dev.cairn")
                    .build());
        }
        type.addAnnotation(suppressions());
        return JavaFile.builder(from.inPackage(), type.build())
                .addFileComment("$L", GeneratedMark.of(from))
                .skipJavaLangImports(!surroundings.crowded())
                .indent("    ");
    }

    /**
     * What a record says of itself with {@code @Deprecated} is said to who uses the record, and what a module exports is for
     * who writes the module.
     */
    private AnnotationSpec suppressions() {
        String codes = "{$S, $S" + (surroundings.inModule() ? ", \"exports\"" : "") + "}";
        return AnnotationSpec.builder(SUPPRESS_WARNINGS)
                .addMember("value", codes, "deprecation", "removal")
                .build();
    }
}
