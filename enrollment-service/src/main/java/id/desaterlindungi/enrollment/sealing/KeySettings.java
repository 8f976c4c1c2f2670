package id.desaterlindungi.enrollment.sealing;

import io.smallrye.config.ConfigMapping;

/**
 * The two keysets of the register: Tink keysets in JSON, base64 on one line. They come from outside (a file or a secret
 * store) and never from this repository. Each key in them has an id.
 */
@ConfigMapping(prefix = "enrollment.keys")
interface KeySettings {
    /** PRF keyset (HMAC-SHA-256): finds a NIK without showing it. Only the primary key is used; its id is kept beside each index. */
    String nikIndex();

    /** AEAD keyset (AES-256-GCM): seals NIKs and phones. The primary key seals, each of them opens what it sealed. */
    String sealing();
}
