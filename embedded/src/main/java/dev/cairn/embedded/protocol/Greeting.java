package dev.cairn.embedded.protocol;

/** The packets with which a server begins the login of a client. */
final class Greeting {
    private static final int PROTOCOL_VERSION = 10;
    private static final int UTF8_COLLATION = 33;
    private static final int NO_STATUS = 0;
    private static final int FIRST_SALT_PART_LENGTH = 8;

    private Greeting() {}

    /** Announces the server's version and capabilities, as the first packet of a connection. */
    static void write(PayloadWriter writer, String version, int connectionId, byte[] salt, boolean offersTls) {
        int capabilities = CapabilityFlag.SERVER_CAPABILITIES | (offersTls ? CapabilityFlag.SSL : 0);
        writer.clear()
                .writeInteger1(PROTOCOL_VERSION)
                .writeNullTerminatedText(version)
                .writeInteger4(connectionId)
                .writeBytes(salt, 0, FIRST_SALT_PART_LENGTH)
                .writeInteger1(0)
                .writeInteger2(capabilities & 0xffff)
                .writeInteger1(UTF8_COLLATION)
                .writeInteger2(NO_STATUS)
                .writeInteger2(capabilities >>> 16)
                .writeInteger1(salt.length + 1)
                .writeBytes(new byte[10])
                .writeBytes(salt, FIRST_SALT_PART_LENGTH, salt.length - FIRST_SALT_PART_LENGTH)
                .writeInteger1(0)
                .writeNullTerminatedText(NativePasswordHash.PLUGIN_NAME);
    }

    /** Asks a client that prefers another authentication plugin to switch to {@code mysql_native_password}. */
    static void writePluginSwitch(PayloadWriter writer, byte[] salt) {
        writer.clear()
                .writeInteger1(0xfe)
                .writeNullTerminatedText(NativePasswordHash.PLUGIN_NAME)
                .writeBytes(salt)
                .writeInteger1(0);
    }
}
