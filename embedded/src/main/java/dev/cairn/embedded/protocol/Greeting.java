package dev.cairn.embedded.protocol;

/** The first packet of a connection: the server says who it is and what it can do. */
final class Greeting {
    private static final int PROTOCOL = 10;
    private static final int UTF8 = 33;
    private static final int NO_STATUS = 0;
    private static final int FIRST_PART = 8;

    private Greeting() {}

    static void write(PayloadWriter out, String version, int connection, byte[] salt, boolean tls) {
        int capabilities = Capability.OF_SERVER | (tls ? Capability.SSL : 0);
        out.clear()
                .integer1(PROTOCOL)
                .nullTerminated(version)
                .integer4(connection)
                .bytes(salt, 0, FIRST_PART)
                .integer1(0)
                .integer2(capabilities & 0xffff)
                .integer1(UTF8)
                .integer2(NO_STATUS)
                .integer2(capabilities >>> 16)
                .integer1(salt.length + 1)
                .bytes(new byte[10])
                .bytes(salt, FIRST_PART, salt.length - FIRST_PART)
                .integer1(0)
                .nullTerminated(NativePassword.PLUGIN);
    }

    /** Asks a client that prefers another plugin to prove the password this way. */
    static void writeSwitch(PayloadWriter out, byte[] salt) {
        out.clear()
                .integer1(0xfe)
                .nullTerminated(NativePassword.PLUGIN)
                .bytes(salt)
                .integer1(0);
    }
}
