package dev.cairn.spring;

import dev.cairn.data.Database;
import dev.cairn.data.RefreshRequest;
import dev.cairn.data.Refresher;
import dev.cairn.schema.Descriptor;
import dev.cairn.schema.MaterializedViewDescriptor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.schema.SnapshotTableDescriptor;
import dev.cairn.spring.CairnProperties.RefreshProperties;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;

/**
 * Refreshes materialized views and snapshot tables according to {@code cairn.refresh}, each as soon as its schema is ready.
 *
 * <p>It looks up the {@link Refresher} and the databases only then: as a listener it is made before they can be.
 */
final class RefreshSchedule implements SmartLifecycle, ApplicationListener<SchemaStartEvent> {
    private final ListableBeanFactory beans;
    private final List<ScheduledObject> pending;
    private final Set<String> readySchemas = new HashSet<>();
    private boolean running;

    /**
     * Looks the objects up in the schemas.
     *
     * @throws CairnConfigurationException if the properties name an object that is missing or not unique, or no interval
     */
    RefreshSchedule(SchemaSettingsResolver settings, ListableBeanFactory beans) {
        this.beans = beans;
        Map<String, SchemaDescriptor> schemas = beans.getBeansOfType(SchemaDescriptor.class);
        List<RefreshableObject> all = refreshable(schemas);
        pending = settings.cairn().refreshOrNone().entrySet().stream()
                .map(entry -> new ScheduledObject(
                        object(entry.getKey(), entry.getValue(), all), interval(entry.getKey(), entry.getValue())))
                .collect(Collectors.toCollection(ArrayList::new));
        schemas.values().stream()
                .map(SchemaDescriptor::name)
                .filter(schema -> settings.of(schema).isReadyAtStart())
                .forEach(readySchemas::add);
    }

    /** A materialized view or a snapshot table, and how the names of the beans of its schema begin. */
    private record RefreshableObject(SchemaDescriptor owner, String prefix, Descriptor<?> descriptor) {
        String schema() {
            return owner.name();
        }

        boolean isNamed(String name) {
            return name.equals(descriptor.name()) || name.equals(qualifiedName());
        }

        String qualifiedName() {
            return String.join(".", descriptor.path());
        }

        boolean isOf(RefreshProperties properties) {
            return properties.schema() == null || properties.schema().equals(schema());
        }

        @Override
        public String toString() {
            return qualifiedName() + " of the schema " + schema();
        }
    }

    private record ScheduledObject(RefreshableObject object, Duration interval) {}

    private static List<RefreshableObject> refreshable(Map<String, SchemaDescriptor> schemas) {
        List<RefreshableObject> objects = new ArrayList<>();
        schemas.forEach((bean, schema) -> schema.descriptors().stream()
                .filter(descriptor -> descriptor instanceof MaterializedViewDescriptor
                        || descriptor instanceof SnapshotTableDescriptor)
                .map(descriptor -> new RefreshableObject(schema, SchemaBeanRegistrar.prefix(bean), descriptor))
                .forEach(objects::add));
        return objects;
    }

    private static RefreshableObject object(String name, RefreshProperties properties, List<RefreshableObject> all) {
        List<RefreshableObject> matches = all.stream()
                .filter(object -> object.isNamed(name) && object.isOf(properties))
                .toList();
        if (matches.size() == 1) {
            return matches.get(0);
        }
        if (matches.isEmpty()) {
            String schema = properties.schema() == null ? "No schema" : "The schema " + properties.schema();
            String none = properties.schema() == null ? " has" : " does not have";
            throw new CairnConfigurationException(
                    schema + none + " a materialized view or a snapshot table " + name + ", which cairn.refresh names.",
                    all.isEmpty()
                            ? "Remove cairn.refresh: there is nothing that can be refreshed."
                            : "These can be refreshed: " + list(all) + ".");
        }
        throw new CairnConfigurationException(
                "There are several objects " + name + ", which cairn.refresh names: " + list(matches) + ".",
                "Set cairn.refresh." + name + ".schema to the name of one of the schemas.");
    }

    private static String list(List<RefreshableObject> objects) {
        return String.join(
                ", ",
                new TreeSet<>(objects.stream().map(RefreshableObject::toString).toList()));
    }

    private static Duration interval(String name, RefreshProperties properties) {
        String property = "cairn.refresh." + name + ".every";
        Duration interval = properties.every();
        if (interval == null || interval.isZero() || interval.isNegative()) {
            throw new CairnConfigurationException(
                    property + (interval == null ? " is not set." : " is not a positive duration: " + interval + "."),
                    "Set " + property + " to the time between two refreshes, such as 10m.");
        }
        return interval;
    }

    @Override
    public synchronized void onApplicationEvent(SchemaStartEvent event) {
        if (event.state() == SchemaStartEvent.State.READY) {
            readySchemas.add(event.schema());
            scheduleReadySchemas();
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        scheduleReadySchemas();
    }

    private void scheduleReadySchemas() {
        if (running) {
            List<ScheduledObject> due = pending.stream()
                    .filter(scheduled ->
                            readySchemas.contains(scheduled.object().schema()))
                    .toList();
            pending.removeAll(due);
            due.forEach(scheduled ->
                    beans.getBean(Refresher.class).every(scheduled.interval(), refresh(scheduled.object())));
        }
    }

    private RefreshRequest refresh(RefreshableObject object) {
        Database database = database(object.prefix()).schema(object.owner()); // one of the application may not know it
        return object.descriptor() instanceof MaterializedViewDescriptor<?> view
                ? database.refresh(view)
                : database.refresh((SnapshotTableDescriptor<?>) object.descriptor());
    }

    /** An application that declares databases itself may have one for all schemas. */
    private Database database(String prefix) {
        for (String name : beans.getBeanNamesForType(Database.class)) {
            if (BeanFactoryAnnotationUtils.isQualifierMatch(
                    qualifier -> qualifier.equals(prefix) || qualifier.equals(prefix + "Database"), name, beans)) {
                return beans.getBean(name, Database.class);
            }
        }
        return beans.getBean(Database.class);
    }

    /** The schedule itself ends when the refresher is closed, which can't be opened again. */
    @Override
    public synchronized void stop() {
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}
