package id.desaterlindungi.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects of one overlay.
 *
 * @param documents as they were rendered
 */
record Manifests(String overlay, List<JsonNode> documents) {
    static final List<String> OVERLAYS = List.of("local", "production");
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Those of Kubernetes itself and of the operators whose types are to be had as Java classes. */
    static final Map<String, Class<? extends HasMetadata>> TYPES = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("batch/v1/Job", Job.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("gateway.networking.k8s.io/v1/HTTPRoute", HTTPRoute.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PodMonitor", PodMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    static Manifests of(String overlay) {
        var documents = new ArrayList<JsonNode>();
        try (var parsed = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Kustomize.render(overlay))) {
            parsed.forEachRemaining(documents::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Manifests(overlay, List.copyOf(documents));
    }

    static Stream<Manifests> all() {
        return OVERLAYS.stream().map(Manifests::of);
    }

    static String type(JsonNode document) {
        return document.path("apiVersion").asText() + "/"
                + document.path("kind").asText();
    }

    static String name(JsonNode document) {
        return document.path("kind").asText() + " "
                + document.at("/metadata/name").asText();
    }

    Stream<JsonNode> ofKind(String kind) {
        return documents.stream()
                .filter(document -> document.path("kind").asText().equals(kind));
    }

    <T extends HasMetadata> List<T> of(Class<T> type) {
        return documents.stream()
                .filter(document -> TYPES.get(type(document)) == type)
                .map(document -> YAML.convertValue(document, type))
                .toList();
    }

    /** Whatever makes pods of ours. */
    List<Pods> pods() {
        return Stream.concat(
                        of(Deployment.class).stream()
                                .map(one -> new Pods(
                                        overlay,
                                        one.getMetadata().getName(),
                                        one.getSpec().getTemplate())),
                        of(Job.class).stream()
                                .map(one -> new Pods(
                                        overlay,
                                        one.getMetadata().getName(),
                                        one.getSpec().getTemplate())))
                .toList();
    }

    record Pods(String overlay, String name, PodTemplateSpec template) {
        /** Folder of the service in the source tree. */
        String service() {
            return template.getMetadata().getLabels().get("app.kubernetes.io/name");
        }

        @Override
        public String toString() {
            return name + " of " + overlay;
        }
    }
}
