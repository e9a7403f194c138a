package dev.cairn.embedded.protocol;

/** The capability flags of the protocol, which client and server negotiate. */
final class CapabilityFlag {
    static final int LONG_FLAG = 0x4;
    static final int CONNECT_WITH_DB = 0x8;
    static final int PROTOCOL_41 = 0x200;
    static final int SSL = 0x800;
    static final int SECURE_CONNECTION = 0x8000;
    static final int PLUGIN_AUTH = 0x80000;
    static final int CONNECT_ATTRIBUTES = 0x100000;
    static final int PLUGIN_AUTH_LENGTH_ENCODED = 0x200000;

    /**
     * The flags that the server announces. Multi-statements, multi-results and DEPRECATE_EOF are not among them: a
     * frontend uses the announced flags regardless of what the client offers, so every result ends with an EOF packet.
     */
    static final int SERVER_CAPABILITIES = PROTOCOL_41
            | CONNECT_WITH_DB
            | SECURE_CONNECTION
            | PLUGIN_AUTH
            | LONG_FLAG
            | CONNECT_ATTRIBUTES
            | PLUGIN_AUTH_LENGTH_ENCODED;

    private CapabilityFlag() {}
}
