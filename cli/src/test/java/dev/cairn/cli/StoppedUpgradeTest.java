package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.embedded.EmbeddedStarRocks;
import dev.cairn.embedded.Options;
import dev.cairn.embedded.fault.Fault;
import dev.cairn.embedded.fault.Trigger;
import dev.cairn.embedded.job.Job;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is stopped by a signal, as by Ctrl-C, in a process of its own. */
class StoppedUpgradeTest {
    @TempDir
    private Path folder;

    @Test
    void aStoppedUpgradeReleasesTheLedger() throws Exception {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start(Options.DEFAULT.jobs(Job.Pace.atOnce()))) {
            server.createDatabase("shop");
            CommandProject project = new CommandProject(folder)
                    .writeShop("long id, String note")
                    .record("initial")
                    .compile();
            String url = "starrocks://root@127.0.0.1:" + server.port() + "/shop";
            project.environment.put("CAIRN_URL", url);
            CountDownLatch statementReached = new CountDownLatch(1);
            server.faults()
                    .add(
                            Trigger.of(statement -> {
                                        boolean isCreateTable = statement.text().startsWith("CREATE TABLE");
                                        if (isCreateTable) {
                                            statementReached.countDown();
                                        }
                                        return isCreateTable;
                                    })
                                    .every(),
                            Fault.reject(1040, "08004", "Too many connections"));
            ProcessBuilder processBuilder = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Cairn.class.getName(),
                            "upgrade",
                            "--classes=" + project.classes())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            processBuilder.environment().put("CAIRN_URL", url);
            Process process = processBuilder.start();
            statementReached.await();
            process.destroy();
            process.onExit().join();
            server.faults().clear();
            assertThat(project.cairnWithClasses("upgrade", "--patience=0"))
                    .as(project::err)
                    .isZero();
        }
    }
}
