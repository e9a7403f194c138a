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
     * @param prefix the prefix of their names
     * @param schemaBeanName the name of the bean of the schema itself
     * @param schemaType the class of this bean, or a supertype that the application declares
     */
    private record SchemaBeans(String prefix, String schemaBeanName, Class<?> schemaType) {
        String databaseName() {
            return prefix + "Database";
        }
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        ListedClasses listedClasses = new ListedClasses(classLoader);
        List<SchemaBeans> schemas = findDeclaredSchemas();
        if (schemas.isEmpty()) {
            schemas = listedClasses.readSchemas().stream()
                    .map(schema -> registerListedSchema(schema, registry))
                    .toList();
        }
        boolean needsMigrators = isMissing(Migrator.class);
        boolean needsDatabases = isMissing(Database.class);
        for (SchemaBeans schema : schemas) {
            if (needsMigrators) {
                register(schema.prefix() + "Migrator", createDefinition(schema, Migrator.class, "migrator"), registry);
            }
            if (needsDatabases) {
                register(schema.databaseName(), createDefinition(schema, Database.class, "database"), registry);
            }
        }
        for (ListedQueries queries : listedClasses.readQueries()) {
            registerQueries(queries, schemas, needsDatabases, registry);
        }
    }

    /** Returns the prefix of the names of the other beans of a schema. */
    static String prefixOf(String schemaBean) {
        return schemaBean.endsWith(SCHEMA_SUFFIX)
                ? schemaBean.substring(0, schemaBean.length() - SCHEMA_SUFFIX.length())
                : schemaBean;
    }

    private boolean isMissing(Class<?> type) {
        return beanFactory.getBeanNamesForType(type, true, false).length == 0;
    }

    private List<SchemaBeans> findDeclaredSchemas() {
        List<SchemaBeans> schemas = new ArrayList<>();
        for (String name : beanFactory.getBeanNamesForType(SchemaDescriptor.class, true, false)) {
            schemas.add(new SchemaBeans(prefixOf(name), name, Objects.requireNonNull(beanFactory.getType(name))));
        }
        return schemas;
    }

    private SchemaBeans registerListedSchema(ListedSchema schema, BeanDefinitionRegistry registry) {
        String prefix = toCamelCase(schema.name());
        RootBeanDefinition definition = new RootBeanDefinition(ListedClasses.class);
        definition.setTargetType(schema.descriptor());
        definition.setUniqueFactoryMethodName("descriptor");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, schema.descriptor());
        register(prefix + SCHEMA_SUFFIX, definition, registry);
        return new SchemaBeans(prefix, prefix + SCHEMA_SUFFIX, schema.descriptor());
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
    private static RootBeanDefinition createDefinition(SchemaBeans schema, Class<?> type, String method) {
        RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(CairnAutoConfiguration.CONNECTIONS_BEAN);
        definition.setUniqueFactoryMethodName(method);
        definition
                .getConstructorArgumentValues()
                .addIndexedArgumentValue(0, new RuntimeBeanReference(schema.schemaBeanName()));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, schema.prefix()));
        return definition;
    }

    /**
     * Registers the bean of a query interface, unless its schema has no beans here or the application implements the
     * interface itself.
     */
    private void registerQueries(
            ListedQueries queries, List<SchemaBeans> schemas, boolean hasDatabases, BeanDefinitionRegistry registry) {
        SchemaBeans schema = schemas.stream()
                .filter(candidate -> candidate.schemaType() == queries.descriptor())
                .findFirst()
                .orElse(
                        schemas.size() == 1 && schemas.get(0).schemaType() == SchemaDescriptor.class
                                ? schemas.get(0)
                                : null);
        if (schema == null || !isMissing(queries.type())) {
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(queries.implementation());
        if (hasDatabases) {
            definition
                    .getConstructorArgumentValues()
                    .addIndexedArgumentValue(0, new RuntimeBeanReference(schema.databaseName()));
        } else {
            definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        }
        String name = Introspector.decapitalize(queries.type().getSimpleName());
        register(registry.containsBeanDefinition(name) ? queries.type().getName() : name, definition, registry);
    }

    private static void register(String name, RootBeanDefinition definition, BeanDefinitionRegistry registry) {
        definition.setRole(RootBeanDefinition.ROLE_APPLICATION);
        registry.registerBeanDefinition(name, definition);
    }
}
