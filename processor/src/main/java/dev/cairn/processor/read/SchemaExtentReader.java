package dev.cairn.processor.read;

import dev.cairn.annotation.Schema;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.SchemaExtent;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Finds the types and packages of a schema that are source in this compile, even those that can't be read. */
public final class SchemaExtentReader {
    private final CompileContext compile;
    private final MigrationReader migrations;

    public SchemaExtentReader(CompileContext compile, MigrationReader migrations) {
        this.compile = compile;
        this.migrations = migrations;
    }

    /** Returns the extents of the schemas whose roots are among some types. */
    public List<SchemaExtent> readExtents(Collection<TypeElement> types) {
        List<SchemaExtent> extents = new ArrayList<>();
        for (TypeElement type : types) {
            WrittenAnnotation schema = Annotations.of(new FindingSite(compile.places(), type, null))
                    .findFirst(Schema.class);
            if (schema != null) {
                extents.add(readExtents(type, schema));
            }
        }
        return extents;
    }

    private SchemaExtent readExtents(TypeElement root, WrittenAnnotation schema) {
        JavaName name = compile.toJavaName(root);
        String inPackage = RootReader.readMigrationsPackage(readMigrationsPackage(schema), name);
        ExtentCollector extent = new ExtentCollector();
        extent.addType(root);
        for (String listed : List.of("value", "roles", "cluster")) {
            schema.values(listed).forEach(value -> {
                if (value.getValue() instanceof TypeMirror type) {
                    extent.addNamed(type);
                }
            });
        }
        migrations.findAnnotatedTypes(name, inPackage, null).forEach(extent::addMigration);
        return new SchemaExtent(name, extent.types, extent.migrations, inPackage, extent.packages);
    }

    private static WrittenAnnotation.@Nullable Text readMigrationsPackage(WrittenAnnotation schema) {
        try {
            return schema.nonEmptyText("migrations");
        } catch (UnreadableDeclarationException unresolved) {
            return null; // an error of javac in the root, which is part of the extent
        }
    }

    /** Collects the names of the types, migrations and packages of one schema. */
    private final class ExtentCollector {
        private final Set<String> types = new LinkedHashSet<>();
        private final Set<String> migrations = new LinkedHashSet<>();
        private final Set<String> packages = new LinkedHashSet<>();
        private final Set<TypeElement> visitedTypes = new HashSet<>();

        /** Adds a type, the element type of an array, and type arguments, if they are source in this compile. */
        void addNamed(TypeMirror type) {
            if (type instanceof ArrayType array) {
                addNamed(array.getComponentType());
            } else if (type instanceof DeclaredType declared && type.getKind() == TypeKind.DECLARED) {
                declared.getTypeArguments().forEach(this::addNamed);
                if (declared.asElement() instanceof TypeElement element && compile.isSource(element)) {
                    addType(element);
                }
            }
        }

        void addType(TypeElement type) {
            if (!visitedTypes.add(type)) {
                return;
            }
            packages.add(compile.packageOf(type));
            for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
                types.add(((TypeElement) element).getQualifiedName().toString());
            }
            for (RecordComponentElement component : type.getRecordComponents()) {
                addNamed(component.asType());
            }
        }

        void addMigration(TypeElement type) {
            if (compile.isSource(type) && migrations.add(type.getQualifiedName().toString())) {
                addSupertype(type.getSuperclass());
                type.getInterfaces().forEach(this::addSupertype);
            }
        }

        private void addSupertype(TypeMirror type) {
            if (type.getKind() == TypeKind.DECLARED
                    && type instanceof DeclaredType declared
                    && declared.asElement() instanceof TypeElement element) {
                addMigration(element);
            }
        }
    }
}
