package dev.cairn.maven;

import java.io.Writer;
import org.apache.maven.plugin.logging.Log;

/** Writes each line of the output to Maven's log. */
final class MavenLogWriter extends Writer {
    private final Log log;
    private final StringBuilder line = new StringBuilder();

    MavenLogWriter(Log log) {
        this.log = log;
    }

    @Override
    public void write(char[] characters, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            if (characters[i] == '\n') {
                log.info(line.toString().stripTrailing());
                line.setLength(0);
            } else {
                line.append(characters[i]);
            }
        }
    }

    @Override
    public void flush() {
        // Each line is written when it ends.
    }

    @Override
    public void close() {
        if (line.length() > 0) {
            log.info(line.toString());
            line.setLength(0);
        }
    }
}
