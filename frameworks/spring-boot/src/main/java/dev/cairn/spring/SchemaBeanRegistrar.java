package dev.cairn.spring;

import dev.cairn.Migrator;
import dev.cairn.data.Database;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.spring.ListedClasses.ListedQueries;
import dev.cairn.spring.ListedClasses.ListedSchema;
import java.beans.Introspector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers the beans of each schema: {@code shopSchema}, {@code shopMigrator}, {@code shopDatabase}, and the generated
 * classes of its interfaces with queries. Schemas that the application declares as beans replace those that are listed
 * on the class path; migrators and databases that it declares replace those that would be registered here.
 *
 * <p>The definitions consist of classes, factory methods and names, so that they can be processed ahead of time.
 */
final class SchemaBeanRegistrar implements ImportBeanDefinitionRegistrar, BeanFactoryAware, ResourceLoaderAware {
    private static final String SCHEMA_SUFFIX = "Schema";

    @SuppressWarnings("NullAway.Init")
    private ListableBeanFactory beanFactory;

    @SuppressWarnings("NullAway.Init")
    private ClassLoader classLoader;

    @Override
    public void setBeanFactory(BeanFactory factory) {
        beanFactory = (ListableBeanFactory) factory;
    }

    @Override
    public void setResourceLoader(ResourceLoader resources) {
        classLoader = Objects.requireNonNull(resources.getClassLoader());
    }

    /**
     * The beans of a schema.
     *
     * @param namePrefix the prefix of their names
     * @param qualifier the qualifier of the migrator and the database: the name of the schema; the prefix if the
     *     application declares the schema, which may have other databases by other names
     * @param schemaBeanName the name of the bean of the schema itself
     * @param schemaType the class of this bean, or a supertype that the application declares
     */
    private record SchemaBeans(String namePrefix, String qualifier, String schemaBeanName, Class<?> schemaType) {
        String migratorBeanName() {
            return namePrefix + "Migrator";
        }

        String databaseBeanName() {
            return namePrefix + "Database";
        }
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        ListedClasses listedClasses = new ListedClasses(classLoader);
        List<SchemaBeans> allSchemaBeans = findDeclaredSchemas();
        if (allSchemaBeans.isEmpty()) {
            allSchemaBeans = listedClasses.readSchemas().stream()
                    .map(schema -> registerListedSchema(schema, registry))
                    .toList();
        }
        boolean needsMigrators = isMissing(Migrator.class);
        boolean needsDatabases = isMissing(Database.class);
        for (SchemaBeans schemaBeans : allSchemaBeans) {
            if (needsMigrators) {
                register(
                        schemaBeans.migratorBeanName(),
                        createDefinition(schemaBeans, Migrator.class, CairnConnections.MIGRATOR_METHOD),
                        registry);
            }
            if (needsDatabases) {
                register(
                        schemaBeans.databaseBeanName(),
                        createDefinition(schemaBeans, Database.class, CairnConnections.DATABASE_METHOD),
                        registry);
            }
        }
        for (ListedQueries listedQueries : listedClasses.readQueries()) {
            registerQueries(listedQueries, allSchemaBeans, needsDatabases, registry);
        }
    }

    /** Returns the prefix of the names of the other beans of a schema: {@code shop} for {@code shopSchema}. */
    static String extractBeanNamePrefix(String schemaBeanName) {
        return schemaBeanName.endsWith(SCHEMA_SUFFIX)
                ? schemaBeanName.substring(0, schemaBeanName.length() - SCHEMA_SUFFIX.length())
                : schemaBeanName;
    }

    /** Returns whether the application declares no bean of a type. */
    private boolean isMissing(Class<?> type) {
        return beanFactory.getBeanNamesForType(type, true, false).length == 0;
    }

    private List<SchemaBeans> findDeclaredSchemas() {
        List<SchemaBeans> schemas = new ArrayList<>();
        for (String beanName : beanFactory.getBeanNamesForType(SchemaDescriptor.class, true, false)) {
            String prefix = extractBeanNamePrefix(beanName);
            schemas.add(
                    new SchemaBeans(prefix, prefix, beanName, Objects.requireNonNull(beanFactory.getType(beanName))));
        }
        return schemas;
    }

    private SchemaBeans registerListedSchema(ListedSchema listedSchema, BeanDefinitionRegistry registry) {
        String prefix = toCamelCase(listedSchema.name());
        RootBeanDefinition definition = new RootBeanDefinition(ListedClasses.class);
        definition.setTargetType(listedSchema.descriptorType());
        definition.setUniqueFactoryMethodName(ListedClasses.DESCRIPTOR_METHOD);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, listedSchema.descriptorType());
        register(prefix + SCHEMA_SUFFIX, definition, registry);
        return new SchemaBeans(prefix, listedSchema.name(), prefix + SCHEMA_SUFFIX, listedSchema.descriptorType());
    }

    /** Converts a name such as {@code web_shop} to {@code webShop}. */
    private static String toCamelCase(String name) {
        StringBuilder camelCaseName = new StringBuilder();
        for (String word : StringUtils.delimitedListToStringArray(name, "_")) {
            camelCaseName.append(camelCaseName.isEmpty() ? word : StringUtils.capitalize(word));
        }
        return camelCaseName.toString();
    }

    /** Returns the definition of a bean that {@link CairnConnections} creates for a schema. */
    private static RootBeanDefinition createDefinition(
            SchemaBeans schemaBeans, Class<?> type, String factoryMethodName) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(CairnAutoConfiguration.CONNECTIONS_BEAN);
        definition.setUniqueFactoryMethodName(factoryMethodName);
        definition
                .getConstructorArgumentValues()
                .addIndexedArgumentValue(0, new RuntimeBeanReference(schemaBeans.schemaBeanName()));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, schemaBeans.qualifier()));
        return definition;
    }

    /**
     * Registers the bean of a query interface, unless its schema has no beans, or the application implements the
     * interface itself. The schema is found by its generated class. If the application declares its only schema as a
     * {@link SchemaDescriptor}, the class is not known, and the interface belongs to this schema.
     *
     * @param hasRegisteredDatabases whether each schema has a database bean here; otherwise Spring finds the database
     */
    private void registerQueries(
            ListedQueries listedQueries,
            List<SchemaBeans> allSchemaBeans,
            boolean hasRegisteredDatabases,
            BeanDefinitionRegistry registry) {
        SchemaBeans schemaBeans = allSchemaBeans.stream()
                .filter(candidate -> candidate.schemaType() == listedQueries.descriptorType())
                .findFirst()
                .orElse(
                        allSchemaBeans.size() == 1 && allSchemaBeans.get(0).schemaType() == SchemaDescriptor.class
                                ? allSchemaBeans.get(0)
                                : null);
        if (schemaBeans == null || !isMissing(listedQueries.interfaceType())) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(listedQueries.implementationType());
        if (hasRegisteredDatabases) {
            definition
                    .getConstructorArgumentValues()
                    .addIndexedArgumentValue(0, new RuntimeBeanReference(schemaBeans.databaseBeanName()));
        } else {
            definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        }
        String beanName =
                Introspector.decapitalize(listedQueries.interfaceType().getSimpleName());
        register(
                registry.containsBeanDefinition(beanName)
                        ? listedQueries.interfaceType().getName()
                        : beanName,
                definition,
                registry);
    }

    private static void register(String beanName, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.setRole(RootBeanDefinition.ROLE_APPLICATION);
        registry.registerBeanDefinition(beanName, definition);
    }
}
