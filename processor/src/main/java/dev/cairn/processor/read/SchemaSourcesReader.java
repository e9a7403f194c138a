package dev.cairn.processor.read;

import dev.cairn.annotation.Schema;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.SchemaSources;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
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

/**
 * Finds the types and packages of a schema that are source in this compilation, even if they can't be read. A build
 * tool may compile only a part of the schema.
 */
public final class SchemaSourcesReader {
    private final CompileContext compileContext;
    private final MigrationReader migrationReader;

    public SchemaSourcesReader(CompileContext compileContext, MigrationReader migrationReader) {
        this.compileContext = compileContext;
        this.migrationReader = migrationReader;
    }

    /** Returns the sources of the schemas whose roots are among the types. */
    public List<SchemaSources> readAllSources(Collection<TypeElement> types) {
        List<SchemaSources> schemaSources = new ArrayList<>();
        for (TypeElement type : types) {
            WrittenAnnotation schemaAnnotation =
                    CairnAnnotations.of(compileContext.site(type)).findFirst(Schema.class);
            if (schemaAnnotation != null) {
                schemaSources.add(readSources(type, schemaAnnotation));
            }
        }
        return schemaSources;
    }

    private SchemaSources readSources(TypeElement rootType, WrittenAnnotation schemaAnnotation) {
        JavaClassName rootName = compileContext.toJavaName(rootType);
        String migrationsPackage = RootReader.resolveMigrationsPackage(findWrittenPackage(schemaAnnotation), rootName);
        SchemaSourceCollector collector = new SchemaSourceCollector();
        collector.addType(rootType);
        for (String attributeName : List.of("value", "roles", "cluster")) {
            schemaAnnotation.values(attributeName).forEach(value -> {
                if (value.getValue() instanceof TypeMirror type) {
                    collector.addNamedTypes(type);
                }
            });
        }
        migrationReader.findMigrationTypes(rootName, migrationsPackage, null).forEach(collector::addMigration);
        migrationReader.findTypesWithoutRoot().forEach(collector::addMigration);
        return new SchemaSources(
                rootName, collector.typeNames, collector.migrationNames, migrationsPackage, collector.packageNames);
    }

    private static WrittenAnnotation.@Nullable Text findWrittenPackage(WrittenAnnotation schemaAnnotation) {
        try {
            return schemaAnnotation.findNonEmptyText("migrations");
        } catch (UnreadableDeclarationException ignored) {
            return null; // javac reports the error in the root, which belongs to the sources anyway
        }
    }

    /** Collects the names of the types, migrations and packages of one schema. */
    private final class SchemaSourceCollector {
        private final Set<String> typeNames = new LinkedHashSet<>();
        private final Set<String> migrationNames = new LinkedHashSet<>();
        private final Set<String> packageNames = new LinkedHashSet<>();
        private final Set<TypeElement> visitedTypes = new HashSet<>();

        /** Adds a type, the element type of an array, and type arguments, if they are source in this compilation. */
        void addNamedTypes(TypeMirror type) {
            if (type instanceof ArrayType arrayType) {
                addNamedTypes(arrayType.getComponentType());
            } else if (type instanceof DeclaredType declaredType && type.getKind() == TypeKind.DECLARED) {
                declaredType.getTypeArguments().forEach(this::addNamedTypes);
                if (declaredType.asElement() instanceof TypeElement element && compileContext.hasSource(element)) {
                    addType(element);
                }
            }
        }

        /** Adds a type with its package, the types around it and, for a record, the types of its components. */
        void addType(TypeElement type) {
            if (!visitedTypes.add(type)) {
                return;
            }
            packageNames.add(compileContext.packageName(type));
            for (Element element = type; element instanceof TypeElement; element = element.getEnclosingElement()) {
                typeNames.add(((TypeElement) element).getQualifiedName().toString());
            }
            for (RecordComponentElement component : type.getRecordComponents()) {
                addNamedTypes(component.asType());
            }
        }

        /** Adds a migration and its supertypes, if they are source in this compilation. */
        void addMigration(TypeElement type) {
            if (compileContext.hasSource(type)
                    && migrationNames.add(type.getQualifiedName().toString())) {
                addSupertype(type.getSuperclass());
                type.getInterfaces().forEach(this::addSupertype);
            }
        }

        private void addSupertype(TypeMirror type) {
            if (type.getKind() == TypeKind.DECLARED
                    && type instanceof DeclaredType declaredType
                    && declaredType.asElement() instanceof TypeElement element) {
                addMigration(element);
            }
        }
    }
}
