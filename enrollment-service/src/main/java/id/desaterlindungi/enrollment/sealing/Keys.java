package id.desaterlindungi.enrollment.sealing;

import io.smallrye.config.ConfigMapping;

/**
 * The two keysets of the register: Tink keysets in JSON, base64 on one line. They come from outside (a file or a secret
 * store) and never from this repository. Each key in them has an id; the primary one writes, all of them read.
 */
@ConfigMapping(prefix = "enrollment.keys")
interface Keys {
    /** PRF keyset (HMAC-SHA-256): finds a NIK without showing it. */
    String nikIndex();

    /** AEAD keyset (AES-256-GCM): seals NIKs and phones. */
    String sealing();
}
