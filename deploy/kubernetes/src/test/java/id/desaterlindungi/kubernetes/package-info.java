/** Tests of the manifests beside this module's pom, as far as that goes without a cluster. */
package id.desaterlindungi.kubernetes;
