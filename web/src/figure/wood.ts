import { Color, MeshPhysicalMaterial } from 'three';

/*
  Wood that goes through: the grain is computed from the place inside the turned piece, so that every limb shows rings
  along its length and cut rings at its ends, without a picture.
*/

const declareVertex = /* glsl */ `#include <common>
varying vec3 vWood;`;

const fillVertex = /* glsl */ `#include <begin_vertex>
vWood = position;`;

const declareFragment = /* glsl */ `#include <common>
varying vec3 vWood;
float woodHash(vec3 p) {
  p = fract(p * 0.3183099 + 0.1);
  p *= 17.0;
  return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}
float woodNoise(vec3 p) {
  vec3 i = floor(p);
  vec3 f = fract(p);
  f = f * f * (3.0 - 2.0 * f);
  return mix(
    mix(mix(woodHash(i), woodHash(i + vec3(1, 0, 0)), f.x), mix(woodHash(i + vec3(0, 1, 0)), woodHash(i + vec3(1, 1, 0)), f.x), f.y),
    mix(mix(woodHash(i + vec3(0, 0, 1)), woodHash(i + vec3(1, 0, 1)), f.x), mix(woodHash(i + vec3(0, 1, 1)), woodHash(i + vec3(1, 1, 1)), f.x), f.y),
    f.z);
}`;

/** Rings about the long axis, bent by slow noise, with fine fibres: lengths in metres of the piece. */
const fillFragment = /* glsl */ `#include <color_fragment>
{
  vec3 p = vWood + vec3(0.021, 0.0, 0.034);
  float bend = woodNoise(vec3(p.x * 22.0, p.y * 5.0, p.z * 22.0));
  float ring = length(p.xz) * 70.0 + bend * 2.6 + p.y * 4.0;
  float late = smoothstep(0.35, 1.0, 0.5 + 0.5 * sin(ring * 1.9));
  float fibre = woodNoise(vec3(p.x * 520.0, p.y * 26.0, p.z * 520.0));
  diffuseColor.rgb *= 1.0 - 0.11 * late - 0.07 * (fibre - 0.5);
}`;

/** @param colour  the wood's own tone; the grain only darkens it. */
export function makeWood(colour: string, roughness = 0.55): MeshPhysicalMaterial {
  const material = new MeshPhysicalMaterial({
    color: new Color(colour),
    roughness,
    clearcoat: 0.22,
    clearcoatRoughness: 0.55,
    sheen: 0,
  });
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', declareVertex)
      .replace('#include <begin_vertex>', fillVertex);
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', declareFragment)
      .replace('#include <color_fragment>', fillFragment);
  };
  return material;
}
