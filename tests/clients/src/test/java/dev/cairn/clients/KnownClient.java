package dev.cairn.clients;

import dev.cairn.clients.spring.JdbcTemplateClient;
import dev.cairn.clients.spring.SpringDataClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A client of the matrix, with its name there. */
record KnownClient(String name, Opening opening) {

    /** Connects a client to a server, or skips the test if its program is not installed. */
    interface Opening {
        DatabaseClient open(ClientAddress address) throws Exception;
    }

    /** All clients, in the order of the rows of the matrix. */
    static final List<KnownClient> ALL = List.of(
            new KnownClient("Connector/J 8.4", address -> JdbcClient.mysql(address, "8")),
            new KnownClient("Connector/J 9.7", address -> JdbcClient.mysql(address, "9")),
            new KnownClient("Connector/J 26.10", address -> JdbcClient.mysql(address, "26")),
            new KnownClient("MariaDB Connector/J 3.5", address -> JdbcClient.mariadb(address, "3")),
            new KnownClient("MariaDB Connector/J 4.0", address -> JdbcClient.mariadb(address, "4")),
            new KnownClient("R2DBC `io.asyncer:r2dbc-mysql` 1.4", R2dbcClient::mysql),
            new KnownClient("R2DBC `org.mariadb:r2dbc-mariadb` 1.4", R2dbcClient::mariadb),
            new KnownClient("Vert.x 5.0", VertxClient::new),
            new KnownClient("jOOQ 3.19", JooqClient::new),
            new KnownClient("Hibernate 6.6", KnownClient::openHibernate6),
            new KnownClient("Hibernate 7.4", dev.cairn.clients.hibernate.HibernateClient::new),
            new KnownClient("Spring Data JPA 4.1", SpringDataClient::new),
            new KnownClient("Spring JdbcTemplate 7.0", JdbcTemplateClient::new),
            new KnownClient("MyBatis 3.5", MyBatisClient::new),
            new KnownClient("Jdbi 3.55", JdbiClient::new),
            createNodeClient("mysql2", "mysql2"),
            createNodeClient("Knex", "knex"),
            createNodeClient("TypeORM", "typeorm"),
            createScriptClient(
                    "PHP PDO",
                    List.of("php", "-r", "exit(in_array('mysql', PDO::getAvailableDrivers()) ? 0 : 1);"),
                    "php",
                    "pdo.php"),
            createScriptClient(
                    "PHP mysqli",
                    List.of("php", "-r", "exit(function_exists('mysqli_connect') ? 0 : 1);"),
                    "php",
                    "mysqli.php"),
            createScriptClient(
                    "Perl DBD::mysql", List.of("perl", "-MDBD::mysql", "-e", "1"), "perl", "dbi.pl", "mysql"),
            createScriptClient(
                    "Perl DBD::MariaDB", List.of("perl", "-MDBD::MariaDB", "-e", "1"), "perl", "dbi.pl", "MariaDB"),
            createScriptClient("PyMySQL", List.of("python3", "-c", "import pymysql"), "python3", "pymysql_client.py"),
            new KnownClient("`mariadb` command line", CommandLineClient::new));

    /** Hibernate 6 with the client of Hibernate 7, which uses what both have. */
    private static DatabaseClient openHibernate6(ClientAddress address) throws Exception {
        OtherVersion loader = OtherVersion.of(
                List.of(
                        "hibernate-6.jar",
                        "hibernate-6-annotations.jar",
                        "hibernate-6-classmate.jar",
                        "hibernate-6-persistence.jar"),
                List.of(
                        "org.hibernate.",
                        "com.fasterxml.classmate.",
                        "jakarta.persistence.",
                        "dev.cairn.clients.hibernate."));
        return loader.call(() -> (DatabaseClient) loader.loadClass("dev.cairn.clients.hibernate.HibernateClient")
                .getConstructor(ClientAddress.class)
                .newInstance(address));
    }

    /** A library of Node, from the folder that the property names: nothing is downloaded. */
    private static KnownClient createNodeClient(String name, String library) {
        String folder = System.getProperty("cairn.clients.node", "node-libraries");
        Map<String, String> environment =
                Map.of("NODE_PATH", Path.of(folder, "node_modules").toString());
        return createScriptClient(
                name,
                new Program(List.of("node", "-e", "require('" + library + "')"), environment),
                new Program(List.of("node", ScriptClient.findScript(library + ".js")), environment));
    }

    private static KnownClient createScriptClient(
            String name,
            List<String> installationTest,
            String interpreter,
            String createScriptClient,
            String... moreArguments) {
        List<String> command = Stream.concat(
                        Stream.of(interpreter, ScriptClient.findScript(createScriptClient)), Stream.of(moreArguments))
                .toList();
        return createScriptClient(name, new Program(installationTest, Map.of()), new Program(command, Map.of()));
    }

    private static KnownClient createScriptClient(String name, Program installationTest, Program program) {
        return new KnownClient(name, address -> {
            installationTest.assumeSuccess(name);
            return new ScriptClient(address, program);
        });
    }
}
