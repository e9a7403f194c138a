package dev.cairn.integration.server;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Runs the tests of a class on each server, one server after the other. */
final class EachServer implements ClassTemplateInvocationContextProvider {
    private static final Namespace NAMESPACE = Namespace.create(EachServer.class);

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return true;
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        Servers servers = servers(context);
        boolean ddl = context.getTags().contains(DdlTests.TAG);
        boolean eachDriver = context.getRequiredTestClass().isAnnotationPresent(EachDriver.class);
        return (ddl ? servers.forDdl() : servers.forData())
                .stream()
                        .flatMap(
                                server -> eachDriver ? Stream.of(server, new MariaDbServer(server)) : Stream.of(server))
                        .map(server -> new OnServer(servers, server));
    }

    /** JUnit closes the servers after the last test. */
    private static Servers servers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        Servers.class, key -> new Servers(context::getConfigurationParameter), Servers.class);
    }

    private record OnServer(Servers servers, Server server) implements ClassTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return server.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new FreshDatabases(servers, server));
        }
    }
}
