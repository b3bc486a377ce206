import type { FactsOf } from "../fact-kinds.ts";
import { parseImageReference } from "../image-reference.ts";
import { containerSettings } from "./pod-container.ts";
import type { Unseen } from "./project.ts";
import { at, itemsOf, textOf, type Value } from "./value.ts";

type Workload = FactsOf<"compose-workloads">["workloads"][number];

const templated = ["Deployment", "StatefulSet", "DaemonSet", "Job", "ReplicaSet", "ReplicationController"];
/** Kinds that start no container by themselves. */
const still =
  /^(?:Service|ServiceAccount|ConfigMap|Secret|Namespace|Ingress|IngressClass|NetworkPolicy|(?:Cluster)?Role(?:Binding)?|PersistentVolume(?:Claim)?|StorageClass|PodDisruptionBudget|HorizontalPodAutoscaler|LimitRange|ResourceQuota|PriorityClass|Endpoints|EndpointSlice|CustomResourceDefinition|ValidatingWebhookConfiguration|MutatingWebhookConfiguration|Kustomization|Gateway|HTTPRoute|ServiceMonitor|PodMonitor|Certificate|Issuer|ClusterIssuer|SealedSecret|ExternalSecret)$/;

/** Every container of Kubernetes manifests: of pods and of all that makes pods. */
export function podWorkloads(documents: readonly Value[], unseen: Unseen): readonly Workload[] {
  return documents.flatMap((it) => workloadsOf(it, unseen, 0));
}

function workloadsOf(object: Value, unseen: Unseen, depth: number): readonly Workload[] {
  const kind = textOf(at(object, "kind")) ?? "";
  const name = textOf(at(object, "metadata", "name")) ?? textOf(at(object, "metadata", "generateName")) ?? "unnamed";
  if (kind.endsWith("List") && depth < 5)
    return itemsOf(at(object, "items")).flatMap((it) => workloadsOf(it, unseen, depth + 1));
  const pod = podOf(object, kind);
  if (pod === undefined) {
    const known = still.test(kind);
    if (!known) {
      unseen.push({
        reason: `${object.place}: whether the kind ${kind.slice(0, 60) || "(none)"} starts containers is not known`,
        wouldVerify: "declare the manifest of what it makes, such as its Deployment",
      });
    }
    return [];
  }
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((list) =>
    itemsOf(at(pod, "spec", list)).map((container): Workload => {
      const written = textOf(at(container, "image"));
      const image = written === undefined ? undefined : parseImageReference(written);
      const id = `${kind}/${name}/${textOf(at(container, "name")) ?? "unnamed"}`;
      if (image === undefined) {
        unseen.push({
          reason: `${container.place}: ${id} names no image that can be told`,
          wouldVerify: "name its image",
        });
      }
      return {
        ...{ name: id, place: container.place },
        ...(image !== undefined && { image }),
        settings: containerSettings(pod, container),
        profiles: [],
      };
    }),
  );
}

/** What holds `metadata` and `spec` of the pod. */
function podOf(object: Value, kind: string): Value | undefined {
  if (kind === "Pod") return object;
  if (kind === "PodTemplate") return at(object, "template");
  if (kind === "CronJob") return at(object, "spec", "jobTemplate", "spec", "template");
  return templated.includes(kind) ? at(object, "spec", "template") : undefined;
}
